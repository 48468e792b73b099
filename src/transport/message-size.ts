/**
 * Whether a message weighs more than a limit, in bytes; characters of text count as one, and every value as eight. Stops
 * as soon as it knows, so that a huge message costs no more than a permitted one.
 */
export function isLargerThan(message: unknown, limit: number): boolean {
  let bytes = 0;
  const open: unknown[] = [message];
  while (open.length > 0) {
    const value = open.pop();
    bytes += 8;
    if (typeof value === "string") bytes += value.length;
    else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) bytes += value.byteLength;
    else if (Array.isArray(value)) {
      if (value.length * 8 > limit) return true;
      for (const item of value) open.push(item);
    } else if (typeof value === "object" && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        bytes += key.length;
        open.push(item);
      }
    }
    if (bytes > limit) return true;
  }
  return false;
}
