import { create } from "zustand";

export interface Notice {
  readonly kind: "warning" | "error" | "info";
  readonly text: string;
  /** The first words, set off from the rest. */
  readonly title?: string;
  readonly actions?: readonly { label: string; run(): void }[];
}

/** `count` makes the same words heard again. */
export const announcements = create<{ text: string; count: number }>(() => ({ text: "", count: 0 }));
export const notices = create<{ shown: readonly Notice[] }>(() => ({ shown: [] }));

/** Says something to who listens rather than looks, when there is a pause. */
export function announce(text: string): void {
  announcements.setState(({ count }) => ({ text, count: count + 1 }));
}

/** Puts a notice in the place of the key legend until the person closes it; the latest is on top. */
export function notify(notice: Notice): void {
  notices.setState(({ shown }) => ({ shown: [...shown.filter(({ text }) => text !== notice.text), notice] }));
}

export function closeNotice(notice: Notice): void {
  notices.setState(({ shown }) => ({ shown: shown.filter((other) => other !== notice) }));
}
