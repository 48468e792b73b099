import { type CommandName, commands } from "#contract/commands.ts";
import { AppError, toWireError } from "#contract/errors.ts";
import { MAX_MESSAGE_BYTES, type Reply, Request } from "#contract/wire.ts";
import { isLargerThan } from "./message-size.ts";
import type { Port } from "./port.ts";
import { isCommandName, parseInput, type Service } from "./service.ts";

export interface ServeOptions {
  /**
   * Whether this client may name a path of this machine in a command. Left out only where the client is the process
   * that started this one.
   */
  readonly isPathGranted?: (path: string, command: CommandName) => boolean;
  /** Puts what the shell knows better into a question, before its paths are checked. */
  readonly onInput?: (name: CommandName, input: unknown) => unknown;
  /** What the shell makes of an answer before it goes on: it learns from it, or leaves out what is not to be seen. */
  readonly onOutput?: (name: CommandName, output: unknown) => unknown;
  readonly maxMessageBytes?: number;
  readonly maxCalls?: number;
  readonly maxPictures?: number;
}

/**
 * Lets the other side of a port use a service: calls with cancel, pictures, and every event. What arrives is checked
 * before anything is done with it. When the port closes, what it asked for is cancelled.
 */
export function serve(port: Port, service: Service, options: ServeOptions = {}): void {
  const { maxMessageBytes = MAX_MESSAGE_BYTES, maxCalls = 64, maxPictures = 512 } = options;
  const running = new Map<number, { readonly kind: "call" | "fetch"; readonly controller: AbortController }>();
  let isOpen = true;
  const reply = (message: Reply, transfer?: readonly ArrayBuffer[]): void => {
    if (isOpen) port.post(message, transfer);
  };

  const stopEvents = service.onEvent((name, payload) => reply({ kind: "event", name, payload }));
  port.onClose(() => {
    isOpen = false;
    stopEvents();
    for (const { controller } of running.values()) controller.abort();
  });

  port.onMessage((message) => {
    const request = isLargerThan(message, maxMessageBytes) ? null : Request.safeParse(message).data;
    if (!request) {
      // Whoever waits for an answer gets one; what carries no usable number is dropped.
      const id = idOf(message);
      if (id !== null) reply({ kind: "error", id, error: toWireError(unreadable()) });
      return;
    }
    if (request.kind === "cancel") running.get(request.id)?.controller.abort();
    else void answer(request);
  });

  async function answer(request: Exclude<Request, { kind: "cancel" }>): Promise<void> {
    const { id, kind } = request;
    const controller = new AbortController();
    let isMine = false;
    try {
      if (running.has(id)) throw unreadable();
      const nAlike = [...running.values()].filter((other) => other.kind === kind).length;
      if (nAlike >= (kind === "call" ? maxCalls : maxPictures)) throw tooMany();
      running.set(id, { kind, controller });
      isMine = true;
      if (request.kind === "fetch") {
        const picture = await service.fetchPicture(request.address, controller.signal);
        reply({ kind: "picture", id, picture }, wholeBuffer(picture.body));
      } else {
        const output = await call(request.name, request.input, controller.signal);
        reply({ kind: "result", id, output });
      }
    } catch (error) {
      reply({ kind: "error", id, error: toWireError(error) });
    } finally {
      if (isMine) running.delete(id);
    }
  }

  async function call(name: string, input: unknown, signal: AbortSignal): Promise<unknown> {
    if (!isCommandName(name)) throw new AppError("bad-request", `There is no command ${name}.`, "See winnow help.");
    const parsed = options.onInput ? options.onInput(name, parseInput(name, input)) : parseInput(name, input);
    checkPaths(name, parsed as Record<string, unknown>);
    const output = await service.call(name, parsed, signal);
    return options.onOutput ? options.onOutput(name, output) : output;
  }

  function checkPaths(name: CommandName, input: Record<string, unknown>): void {
    const { paths } = commands[name] as { paths?: readonly string[] };
    if (!options.isPathGranted || !paths) return;
    for (const field of paths) {
      const path = input[field];
      if (typeof path === "string" && !options.isPathGranted(path, name)) throw notGranted(path);
    }
  }
}

function idOf(message: unknown): number | null {
  const id = typeof message === "object" && message !== null ? (message as { id?: unknown }).id : null;
  return typeof id === "number" && Number.isSafeInteger(id) && id >= 0 ? id : null;
}

/** A body that fills its buffer may be moved; one that is a view on a larger buffer is copied by the channel. */
function wholeBuffer({ buffer, byteLength }: Uint8Array): readonly ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}

function unreadable(): AppError {
  return new AppError("bad-request", "A message to the core was not understood.", "Reload the window.");
}

function tooMany(): AppError {
  return new AppError("too-many-calls", "The window asks for too much at once.", "Wait a moment, then try again.");
}

function notGranted(path: string): AppError {
  return new AppError(
    "path-not-granted",
    `This window may not use ${path}.`,
    "Choose the file or folder in a dialog, or drop it on the window.",
  );
}
