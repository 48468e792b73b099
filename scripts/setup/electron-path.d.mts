export function productElectronPath(): string | null;
export function electronPath(): string | null;
