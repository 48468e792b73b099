import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

const TOKEN_BYTES = 24;

/**
 * Who may come in: a browser that has shown the token of the printed address once, and has a cookie since. Names of
 * other hosts that lead here (DNS rebinding) and pages of other origins are refused before anything else is looked at.
 */
export class Admission {
  readonly host: string;
  readonly #token = randomBytes(TOKEN_BYTES).toString("base64url");
  /** Not the token itself: what a browser keeps must not be what the address shows. */
  readonly #session = randomBytes(TOKEN_BYTES).toString("base64url");
  readonly #cookieName: string;

  constructor(port: number) {
    this.host = `127.0.0.1:${port}`;
    // Cookies know no ports: two servers of one machine must not overwrite each other's.
    this.#cookieName = `winnow-${port}`;
  }

  /** The address to print. */
  get address(): string {
    return `http://${this.host}/?token=${this.#token}`;
  }

  /** Whether the request was meant for this server and comes from its own page, or from the address line. */
  isFromHere({ headers }: IncomingMessage): boolean {
    if (headers.host !== this.host) return false;
    if (headers.origin !== undefined && headers.origin !== `http://${this.host}`) return false;
    const site = headers["sec-fetch-site"];
    // A click on the printed address in a mail or a chat is cross-site, and may only open the page.
    return site === undefined || site === "same-origin" || site === "none" || headers["sec-fetch-mode"] === "navigate";
  }

  isOwnPage({ headers }: IncomingMessage): boolean {
    return headers.origin === `http://${this.host}`;
  }

  hasToken(token: string | null): boolean {
    return token !== null && isSame(token, this.#token);
  }

  hasCookie({ headers }: IncomingMessage): boolean {
    const pairs = (headers.cookie ?? "").split(";").map((pair) => pair.trim());
    const mine = pairs.find((pair) => pair.startsWith(`${this.#cookieName}=`));
    return mine !== undefined && isSame(mine.slice(this.#cookieName.length + 1), this.#session);
  }

  cookie(): string {
    return `${this.#cookieName}=${this.#session}; Path=/; HttpOnly; SameSite=Strict`;
  }
}

/** Takes the same time wherever the two differ. */
function isSame(a: string, b: string): boolean {
  const [bytesA, bytesB] = [Buffer.from(a), Buffer.from(b)];
  return bytesA.length === bytesB.length && timingSafeEqual(bytesA, bytesB);
}
