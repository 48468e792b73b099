/**
 * What a page of Winnow may do: run its own scripts (and WebAssembly among them), and talk to the place it came from.
 * Everything that is not named is forbidden; no script stands in the page itself.
 * @param own how the page's own origin is written
 * @param connections where else it may connect to
 */
export function contentSecurityPolicy(own: string, connections: readonly string[] = []): string {
  return [
    "default-src 'none'",
    `script-src ${own} 'wasm-unsafe-eval'`,
    `style-src ${own}`,
    `img-src ${own} blob: data:`,
    `font-src ${own}`,
    `connect-src ${[own, ...connections].join(" ")}`,
    `worker-src ${own}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Sent with every answer, whichever shell gives it. None of them grants another origin anything. */
export function pageHeaders(policy: string): Record<string, string> {
  return {
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()",
  };
}
