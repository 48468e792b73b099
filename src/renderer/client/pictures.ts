/**
 * The URL of a picture address (contract, *pictures*). Both shells serve pictures from the origin of the window:
 * `winnow://app/` and `http://127.0.0.1:PORT/`.
 */
export function pictureUrl(address: string): string {
  return new URL(address, window.location.origin === "null" ? window.location.href : window.location.origin).href;
}
