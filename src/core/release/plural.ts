/** "1 case", "1,284 cases" */
export function plural(n: number, noun: string): string {
  return `${number(n)} ${noun}${n === 1 ? "" : "s"}`;
}

export function number(n: number): string {
  return n.toLocaleString("en");
}
