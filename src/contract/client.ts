import type { CommandName, Input, Output, ParsedInput } from "./commands.ts";
import type { Emit, EventName, EventPayload } from "./events.ts";

/** What a handler is given besides its input. */
export interface CallContext {
  readonly signal: AbortSignal;
  readonly emit: Emit;
}

/** One function a command: what the core is, seen from outside. */
export type Handlers = {
  readonly [N in CommandName]: (input: ParsedInput<N>, context: CallContext) => Promise<Output<N>>;
};

/** How a shell talks to the core, whatever lies between them. */
export interface Client {
  call<N extends CommandName>(name: N, input: Input<N>, options?: { signal?: AbortSignal }): Promise<Output<N>>;
  /** Returns the function that ends the subscription. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  close(): Promise<void>;
}
