export function ensureWindow(target: "renderer" | "electron"): Promise<void>;
