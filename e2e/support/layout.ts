import type { Page } from "@playwright/test";

/** What does not fit the window: a page that scrolls, parts that overlap, controls that are cut off. */
export async function layoutProblems(page: Page): Promise<string[]> {
  return [
    ...(await page.evaluate(tooLargePage)),
    ...(await page.evaluate(overlappingParts)),
    ...(await page.evaluate(cutOffControls)),
  ];
}

// These run in the page: each has all that it needs.

function tooLargePage(): string[] {
  const { documentElement: root, body } = document;
  const [width, height] = [Math.max(root.scrollWidth, body.scrollWidth), root.scrollHeight];
  // What is there for screen readers alone has one pixel.
  return width > root.clientWidth + 1 || height > root.clientHeight + 1 ? [`the page is ${width} × ${height}`] : [];
}

function overlappingParts(): string[] {
  const parts = [...document.querySelectorAll("header[data-region], main, footer[data-region]")].map((part) => ({
    name: part.tagName.toLowerCase(),
    box: part.getBoundingClientRect(),
  }));
  return parts.flatMap((part, index) =>
    parts
      .slice(index + 1)
      .filter(({ box }) => part.box.bottom > box.top + 1 && box.bottom > part.box.top + 1)
      .map((other) => `${part.name} and ${other.name} overlap`),
  );
}

function cutOffControls(): string[] {
  const isScroller = (element: Element): boolean => {
    const { overflowX, overflowY } = getComputedStyle(element);
    return /auto|scroll/.test(overflowX + overflowY);
  };
  const isInScroller = (element: Element): boolean => {
    for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement)
      if (isScroller(parent)) return true;
    return false;
  };
  const problemsOf = (control: HTMLElement): string[] => {
    const { left, right, top, bottom } = control.getBoundingClientRect();
    const bar = control.closest("header, footer, [role=toolbar], [data-chrome]")?.getBoundingClientRect();
    const isOutside = left < -1 || right > innerWidth + 1 || top < -1 || bottom > innerHeight + 1;
    const hangsOut = bar !== undefined && (right > bar.right + 1 || bottom > bar.bottom + 1);
    return [
      ...(isOutside && !isInScroller(control) ? ["is outside the window"] : []),
      ...(hangsOut && !isInScroller(control) ? ["hangs out of its bar"] : []),
      ...(control.tagName === "BUTTON" && control.scrollWidth > control.clientWidth + 1 ? ["is cut off"] : []),
    ];
  };
  const place = document.querySelector("dialog[open]") ?? document;
  return [...place.querySelectorAll<HTMLElement>("button, input, select, textarea, [role=button]")]
    .filter((control) => control.checkVisibility() && control.offsetWidth > 1 && control.offsetHeight > 1)
    .flatMap((control) =>
      problemsOf(control).map(
        (problem) => `"${(control.getAttribute("aria-label") ?? control.textContent ?? "").slice(0, 40)}" ${problem}`,
      ),
    );
}

/**
 * Goes once round the page with Tab and names the controls that it did not reach. Radio buttons are one stop a group,
 * as are grids, lists and menus, in which arrows move.
 */
export async function unreachableControls(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    const reached = new Set<Element>();
    document.addEventListener("focusin", (event) => reached.add(event.target as Element));
    Object.assign(window, { reached });
    (document.activeElement as HTMLElement | null)?.blur();
  });
  const nControls = await page.evaluate(
    () => document.querySelectorAll("button, input, select, textarea, a[href], [tabindex]").length,
  );
  for (let i = 0; i < nControls + 5; i += 1) await page.keyboard.press("Tab");
  return await page.evaluate(() => {
    const { reached } = window as unknown as { reached: Set<Element> };
    const place = document.querySelector("dialog[open]") ?? document;
    const controls = [...place.querySelectorAll<HTMLElement>("button, input, select, textarea, a[href], [tabindex]")];
    return controls
      .filter((control) => {
        const { width, height } = control.getBoundingClientRect();
        const isSeen = width > 1 && height > 1 && getComputedStyle(control).visibility === "visible";
        const isOff = (control as HTMLButtonElement).disabled || control.closest("[inert]") !== null;
        const group = control.closest("[role=radiogroup], [role=listbox], [role=grid], [role=menu], fieldset");
        const isGroupReached = group !== null && [...reached].some((one) => group.contains(one));
        return isSeen && !isOff && control.tabIndex >= 0 && !reached.has(control) && !isGroupReached;
      })
      .map((control) => control.outerHTML.slice(0, 120));
  });
}
