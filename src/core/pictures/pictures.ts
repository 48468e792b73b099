import { parsePictureAddress } from "#contract/pictures.ts";
import type { Session } from "../session.ts";

/** What a shell hands on to the one who asked for a picture. */
export interface PictureAnswer {
  readonly status: 200 | 400 | 404 | 500;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Answers picture addresses for the project that is open. */
export function pictures(_session: Session): (address: string, signal: AbortSignal) => Promise<PictureAnswer> {
  return async (address) => {
    const asked = parsePictureAddress(address);
    return { status: asked ? 404 : 400, contentType: "text/plain", body: new Uint8Array() };
  };
}
