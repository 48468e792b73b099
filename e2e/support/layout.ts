import type { Page } from "@playwright/test";

/** What does not fit the window: a page that scrolls sideways, parts that overlap, controls that are cut off. */
export async function layoutProblems(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const problems: string[] = [];
    const name = (element: Element): string =>
      `${element.tagName.toLowerCase()} "${(element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40)}"`;
    const box = (element: Element): DOMRect => element.getBoundingClientRect();
    const isSeen = (element: Element): boolean =>
      box(element).width > 1 && box(element).height > 1 && getComputedStyle(element).visibility === "visible";
    const scrolls = (element: Element): boolean =>
      /auto|scroll/.test(getComputedStyle(element).overflowX + getComputedStyle(element).overflowY);
    const isInScroller = (element: Element): boolean => {
      for (let parent = element.parentElement; parent; parent = parent.parentElement)
        if (parent !== document.documentElement && scrolls(parent)) return true;
      return false;
    };
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth || document.body.scrollWidth > root.clientWidth)
      problems.push(`the page is ${Math.max(root.scrollWidth, document.body.scrollWidth)} wide`);
    if (root.scrollHeight > root.clientHeight + 1) problems.push(`the page is ${root.scrollHeight} high`);

    const parts = [...document.querySelectorAll("header[data-region], main, footer[data-region]")].filter(isSeen);
    for (const [index, part] of parts.entries())
      for (const other of parts.slice(index + 1))
        if (box(part).bottom > box(other).top + 1 && box(other).bottom > box(part).top + 1)
          problems.push(`${name(part)} and ${name(other)} overlap`);

    const dialog = document.querySelector("dialog[open]");
    const controls = (dialog ?? document).querySelectorAll("button, input, select, textarea, [role=button]");
    for (const control of [...controls].filter(isSeen)) {
      const { left, right, top, bottom } = box(control);
      const isInside = left >= -1 && right <= innerWidth + 1 && top >= -1 && bottom <= innerHeight + 1;
      if (!isInside && !isInScroller(control)) problems.push(`${name(control)} is outside the window`);
      if (control instanceof HTMLButtonElement && control.scrollWidth > control.clientWidth + 1)
        problems.push(`${name(control)} is cut off`);
      const parent = control.closest("header, footer, [role=toolbar], [data-chrome]");
      if (parent && !isInScroller(control) && (right > box(parent).right + 1 || bottom > box(parent).bottom + 1))
        problems.push(`${name(control)} hangs out of its bar`);
    }
    return problems;
  });
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
