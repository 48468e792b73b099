/** How much larger than usual the text is: 2 at 200 %. What is measured in px for the canvas grows with it. */
export function textScale(): number {
  return (parseFloat(getComputedStyle(document.documentElement).fontSize) || 16) / 16;
}
