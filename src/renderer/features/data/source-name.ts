/** A source as the person knows it: the folder of the masks, or what proposed them. */
export function sourceName(source: string): string {
  return source.replace(/^file:/, "").replace(/^folder:/, "") || source;
}
