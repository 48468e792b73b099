import { type ReactNode, useEffect } from "react";
import { create } from "zustand";
import { textOf } from "../i18n/index.ts";
import { NoticeStrip } from "../ui/notice-strip.tsx";
import { closeNotice, notices } from "./announce.ts";
import styles from "./legend-bar.module.css";

const mounted = create<{ count: number }>(() => ({ count: 0 }));

/**
 * The bar below a screen's content: its key legend, or its selection bar. A notice takes its place and grows upwards
 * over the last 10 px, so that nothing moves. A screen without a legend needs none: the window then shows notices
 * above the status bar itself.
 */
export function LegendBar({ children }: { children: ReactNode }): React.JSX.Element {
  useEffect(() => {
    mounted.setState(({ count }) => ({ count: count + 1 }));
    return () => mounted.setState(({ count }) => ({ count: count - 1 }));
  }, []);
  return (
    <div className={styles.place} data-chrome>
      <div className={styles.legend}>{children}</div>
      <TopNotice />
    </div>
  );
}

/** Shown by the window where no screen has a legend. */
export function WindowNotice(): React.JSX.Element | null {
  const hasLegend = mounted((state) => state.count > 0);
  const isShown = notices((state) => state.shown.length > 0);
  if (hasLegend || !isShown) return null;
  return (
    <div className={styles.window} data-chrome>
      <TopNotice />
    </div>
  );
}

function TopNotice(): React.JSX.Element | null {
  const notice = notices((state) => state.shown.at(-1));
  if (!notice) return null;
  return (
    <div className={styles.notice}>
      <NoticeStrip
        kind={notice.kind}
        title={notice.title}
        text={notice.text}
        actions={notice.actions?.map((action) => ({
          label: action.label,
          run: () => {
            closeNotice(notice);
            action.run();
          },
        }))}
        closeLabel={textOf("common").close}
        onClose={() => closeNotice(notice)}
      />
    </div>
  );
}
