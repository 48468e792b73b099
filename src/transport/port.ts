/** A channel between two sides. Everything else of the transport is written against this alone. */
export interface Port {
  /** Buffers in `transfer` are moved where the channel can, and copied where it cannot. */
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, also when the other side has ended without a word. */
  onClose(listener: () => void): void;
  close(): void;
}
