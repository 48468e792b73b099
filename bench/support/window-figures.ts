import type { CDPSession, Page } from "@playwright/test";
import { setTimeout as pause } from "node:timers/promises";
import type { BrowserShell } from "../../e2e/support/browser-shell.ts";
import { droppedShare, quantile } from "./figures.ts";
import { processMemory } from "./process-memory.ts";

const SCROLL_MS = 10_000;
/** A wheel turned briskly: 20 notches a second, some eight rows. */
const NOTCH_PX = 120;
const NOTCH_MS = 50;
const N_KEYS = 150;
/** Faster than anybody marks with care. */
const KEY_MS = 250;
/** Until what was put off for later is over. */
const CALM_MS = 1500;

/** From the click on the project, the first among the recent ones, until its tiles stand painted. */
export async function openRecent(page: Page): Promise<{ firstTileMs: number; tilesMs: number }> {
  const recent = page.getByRole("region").getByRole("button").filter({ hasText: "large.winnow" });
  await recent.waitFor();
  await pause(CALM_MS);
  const painted = page.evaluate(() => window.probe.untilTilesPainted());
  await recent.click();
  const { first, all } = await painted;
  const clickedAt = await page.evaluate(() => window.probe.clickedAt);
  return { firstTileMs: first - clickedAt, tilesMs: all - clickedAt };
}

/** Turns the wheel over what is below the middle of the page, and says what share of frames was dropped meanwhile. */
export async function scroll(page: Page, milliseconds = SCROLL_MS): Promise<{ dropped: number }> {
  const session = await page.context().newCDPSession(page);
  await page.mouse.move(500, 500);
  await pause(CALM_MS);
  await page.evaluate(() => window.probe.startFrames());
  await turnWheel(session, milliseconds);
  const frames = await page.evaluate(() => window.probe.stopFrames());
  await session.detach();
  return { dropped: droppedShare(frames) };
}

/** Scrolls on, and says how much of what is in view is painted meanwhile, and how long the rest takes at the end. */
export async function scrollLooking(page: Page): Promise<{ seen: number; restMs: number }> {
  const session = await page.context().newCDPSession(page);
  const shares: number[] = [];
  const over = new AbortController();
  const watched = (async () => {
    while (!over.signal.aborted) {
      shares.push(await page.evaluate(() => window.probe.paintedShare()));
      await pause(150);
    }
  })();
  await turnWheel(session, SCROLL_MS / 2);
  over.abort();
  await watched;
  const restMs = await page.evaluate(async () => {
    const from = performance.now();
    return (await window.probe.untilTilesPainted()).all - from;
  });
  await session.detach();
  return { seen: shares.reduce((sum, share) => sum + share, 0) / shares.length, restMs };
}

/** At a steady rate, whether the page keeps up or not: nothing waits for the answer to a notch. */
async function turnWheel(session: CDPSession, milliseconds: number): Promise<void> {
  const startedAt = performance.now();
  const sent: Promise<unknown>[] = [];
  for (let notch = 0; notch * NOTCH_MS < milliseconds; notch += 1) {
    const wait = startedAt + notch * NOTCH_MS - performance.now();
    if (wait > 0) await pause(wait);
    sent.push(
      session.send("Input.dispatchMouseEvent", { type: "mouseWheel", x: 500, y: 500, deltaX: 0, deltaY: NOTCH_PX }),
    );
  }
  await Promise.all(sent);
}

/** The same wheel over a page that holds nothing: what this machine drops by itself, now. */
export async function scrollEmptyPage({ browser }: BrowserShell, installProbe: () => void): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(installProbe);
  await page.goto("about:blank");
  await page.setContent('<body style="height: 1000000px"></body>');
  const { dropped } = await scroll(page, SCROLL_MS / 2);
  await page.close();
  return dropped;
}

/** Accepts one mask after the other, at a steady rate. */
export async function markMany(page: Page): Promise<{
  keyP50Ms: number;
  keyP95Ms: number;
  presentedP95Ms: number;
  acknowledgedP50Ms: number;
  acknowledgedP95Ms: number;
}> {
  await page.keyboard.press("Home");
  await pause(CALM_MS);
  for (let key = 0; key < N_KEYS; key += 1) {
    await page.keyboard.press("1");
    await pause(KEY_MS);
  }
  await pause(CALM_MS);
  const { keys, presented, acknowledged } = await page.evaluate(() => ({
    keys: window.probe.keys,
    presented: window.probe.presented,
    acknowledged: window.probe.acknowledged,
  }));
  if (keys.length < N_KEYS - 2 || acknowledged.length < N_KEYS)
    throw new Error(`Of ${N_KEYS} keys ${keys.length} moved on and ${acknowledged.length} were acknowledged.`);
  return {
    keyP50Ms: quantile(keys, 0.5),
    keyP95Ms: quantile(keys, 0.95),
    // Shorter ones are not reported at all.
    presentedP95Ms: quantile([...presented, ...Array<number>(Math.max(0, N_KEYS - presented.length)).fill(8)], 0.95),
    acknowledgedP50Ms: quantile(acknowledged, 0.5),
    acknowledgedP95Ms: quantile(acknowledged, 0.95),
  };
}

/** Process id of the largest renderer: the page (Chromium keeps small ones ready beside it). */
export async function rendererPid({ browser }: BrowserShell): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const pids = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  return pids.toSorted((a, b) => processMemory(b).resident - processMemory(a).resident)[0]!;
}

/** Megabytes of JavaScript, as the page's engine counts them now. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  await session.detach();
  return metrics.find(({ name }) => name === "JSHeapUsedSize")!.value / 2 ** 20;
}
