/** Where set-up keeps what it downloads, outside of the checkout. */
export function cacheFolder(): string;
