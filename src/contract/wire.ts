import { z } from "zod";
import type { WireError } from "./errors.ts";
import type { EventName } from "./events.ts";

/** What may follow a shell's message to the core, whatever lies between them. */
export const Request = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("call"),
    id: z.int().nonnegative(),
    name: z.string().max(80),
    input: z.unknown(),
  }),
  z.strictObject({ kind: z.literal("fetch"), id: z.int().nonnegative(), address: z.string().max(300) }),
  z.strictObject({ kind: z.literal("cancel"), id: z.int().nonnegative() }),
]);
export type Request = z.infer<typeof Request>;

/** What answers it. The core is trusted by those who started it, so these are types alone. */
export type Reply =
  | { readonly kind: "result"; readonly id: number; readonly output: unknown }
  | { readonly kind: "picture"; readonly id: number; readonly picture: Picture }
  | { readonly kind: "error"; readonly id: number; readonly error: WireError }
  | { readonly kind: "event"; readonly name: EventName; readonly payload: unknown };

/** What lies at a picture address. */
export interface Picture {
  readonly status: 200 | 400 | 404 | 500;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Most that one message to the core may weigh, in bytes (characters of text count as one). */
export const MAX_MESSAGE_BYTES = 4 * 2 ** 20;
