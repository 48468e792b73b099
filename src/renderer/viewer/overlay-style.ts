/** How masks are drawn over images: what the person has set, not what is known of the mask. */
export interface OverlaySettings {
  readonly style: "outline-fill" | "outline";
  /** Opacity of the fill, 0 to 0.6. */
  readonly fill: number;
  readonly isHidden: boolean;
}

/** The overlay palette, read once from the tokens: the canvas knows no custom properties. */
export interface OverlayPalette {
  readonly classes: readonly string[];
  readonly reference: string;
  readonly halo: string;
  readonly black: string;
  readonly onlyInA: string;
  readonly onlyInB: string;
  readonly missed: string;
  readonly tooMuch: string;
  readonly onImage: string;
  readonly onImageShade: string;
}

/** Highest opacity of the fill. */
export const MAX_FILL = 0.6;

/** Steps of A and D: fine where fills are faint. */
export function stepFill(fill: number, direction: 1 | -1): number {
  const step = 0.06;
  return Math.min(MAX_FILL, Math.max(0, Math.round((fill + direction * step) * 100) / 100));
}

/** From class 6 the five colours come again with a dashed outline. */
export function classStroke(palette: OverlayPalette, classIndex: number): { colour: string; isDashed: boolean } {
  const n = palette.classes.length;
  return { colour: palette.classes[classIndex % n]!, isDashed: classIndex >= n };
}

let known: OverlayPalette | null = null;

/** The palette is the same in both themes, so it is read once for the life of the window. */
export function overlayPalette(): OverlayPalette {
  if (known) return known;
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  known = {
    classes: [1, 2, 3, 4, 5].map((n) => token(`--class-${n}`)),
    reference: token("--class-reference"),
    halo: token("--class-halo"),
    black: token("--image-black"),
    onlyInA: token("--only-a"),
    onlyInB: token("--only-b"),
    missed: token("--error-missing"),
    tooMuch: token("--error-too-much"),
    onImage: token("--on-image"),
    onImageShade: token("--on-image-shade"),
  };
  return known;
}
