export function ensureEndToEnd(): Promise<void>;
