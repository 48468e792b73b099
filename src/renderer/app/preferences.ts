import { create } from "zustand";
import type { Preferences } from "#contract/commands/app.ts";
import { core } from "../client/core-link.ts";

const initial: Preferences = {
  rater: "",
  theme: "dark",
  isDimmed: false,
  language: "system",
  keys: {},
  tileWidth: 172,
  overlay: { style: "outline-fill", fill: 0.18 },
};

export const preferencesStore = create<Preferences>(() => initial);

let lastWrite: Promise<unknown> = Promise.resolve();

/** Takes effect at once and is written in the order of the changes; a core that is away keeps the window's own copy. */
export function changePreferences(change: Partial<Preferences>): void {
  preferencesStore.setState(change);
  lastWrite = lastWrite.then(() => core.call("app.setPreferences", change)).catch(() => undefined);
}

export function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  return [preferencesStore(), changePreferences];
}

/** The name under which this person's labels are given; empty until they have said it. */
export function useRater(): string {
  return preferencesStore((state) => state.rater);
}
