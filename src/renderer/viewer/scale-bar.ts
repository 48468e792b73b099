/**
 * Length of a scale bar: 1, 2 or 5 times a power of ten millimetres, near a quarter of the picture's width on the screen.
 * @param pixelsPerMm CSS pixels on the screen
 */
export function scaleBar(pixelsPerMm: number, canvasWidth: number): { mm: number; pixels: number } {
  const most = (canvasWidth * 0.3) / pixelsPerMm;
  const power = 10 ** Math.floor(Math.log10(most));
  const mm = [5, 2, 1].map((factor) => factor * power).find((length) => length <= most) ?? power;
  return { mm, pixels: mm * pixelsPerMm };
}

/** "10 mm", "2 cm", "0.5 mm" in the language of the interface. */
export function scaleText(mm: number, number: (value: number, digits: number) => string): string {
  if (mm >= 100) return `${number(mm / 10, 0)} cm`;
  return `${number(mm, mm >= 1 ? 0 : Math.ceil(-Math.log10(mm)))} mm`;
}
