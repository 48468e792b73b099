/** The core as a process of its own, for a shell that has started it. Ends, in order, when that shell does. */
import { createCore } from "#core/core.ts";
import { processPort } from "#transport/process-port.ts";
import { serve } from "#transport/serve.ts";
import { serviceOf } from "#transport/service.ts";

const core = createCore();
const port = processPort(process);

// The terminal's Ctrl-C reaches the whole group; it is for the shell, which then closes the channel.
process.on("SIGINT", () => {});
process.once("SIGTERM", () => port.close());
port.onClose(() => void core.close().finally(() => process.exit(0)));

// The shell has checked what its windows may ask; what it asks itself has no limits but memory.
serve(port, serviceOf(core.handlers, core.fetchPicture), {
  maxMessageBytes: Infinity,
  maxCalls: Infinity,
  maxPictures: Infinity,
});
