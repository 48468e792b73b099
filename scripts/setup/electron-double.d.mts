export const DOUBLE_VERSION: string;
export function doubleFolder(): string;
export function provideElectronDouble(): Promise<string>;
