const FOCUSABLE =
  'button:not([tabindex="-1"]), [href], input:not([tabindex="-1"]), select, textarea, [tabindex]:not([tabindex="-1"])';

/**
 * Moves the focus to the next part of the window (F6): elements that carry `data-region`, in the order of the page.
 * Within a part it goes where it was last, or to the first thing that can have it.
 */
export function focusNextRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter(
    (region) => region.offsetParent !== null && region.querySelector(FOCUSABLE),
  );
  if (regions.length === 0) return;
  const index = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(index + step + regions.length) % regions.length]!;
  const wanted = next.querySelector<HTMLElement>("[data-region-focus]") ?? next.querySelector<HTMLElement>(FOCUSABLE);
  wanted?.focus();
}
