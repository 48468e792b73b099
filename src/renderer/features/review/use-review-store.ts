import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { TileRow } from "#contract/commands/review.ts";
import { announce, notify } from "../../app/announce.ts";
import { useHistory } from "../../app/history.ts";
import { useRater } from "../../app/preferences.ts";
import { useCore, useProject } from "../../client/core.tsx";
import { coreStore } from "../../client/core-store.ts";
import { textOf } from "../../i18n/index.ts";
import { tilePictures } from "../../viewer/tile-pictures.ts";
import { ReviewStore, type ReviewState } from "./review-store.ts";

/** The masks under review for this project and person; made anew when either changes. */
export function useReviewStore(): ReviewStore {
  const core = useCore();
  const rater = useRater();
  const { push } = useHistory();
  const path = useProject()?.path;
  const store = useMemo(
    () => makeStore(core, rater, push),
    // Another project has other masks.
    [core, rater, push, path],
  );
  useAttention(store);
  useFreshRows(store);
  return store;
}

export function useReviewState(store: ReviewStore): ReviewState {
  return useSyncExternalStore(store.subscribe, () => store.state);
}

function makeStore(
  core: ReturnType<typeof useCore>,
  rater: string,
  push: ReturnType<typeof useHistory>["push"],
): ReviewStore {
  const store: ReviewStore = new ReviewStore(core, rater, {
    onFailed(error, rows, label) {
      const text = textOf("review");
      const [first] = rows;
      if (!first) return notify({ kind: "error", text: `${error.message} ${error.remedy}` });
      const name = `${first.case} ${first.letter}`;
      const ids = rows.map(({ id }) => id);
      notify({
        kind: "error",
        title: text.notSavedTitle,
        text:
          rows.length === 1
            ? text.notSaved(name, label, error.message, error.remedy)
            : text.notSavedMany(rows.length, label, error.message, error.remedy),
        actions: [{ label: text.tryAgain, run: () => void store.mark(label, "grid", ids) }],
      });
    },
    onMarked(rows: readonly TileRow[], label, next) {
      announce(textOf("review").announceMarked(label, rows.length, next));
    },
    pushHistory: push,
    describeUndo: (n, row) => {
      const text = textOf("review");
      return `${text.undone(n)}${row ? ` ${text.announceUndone(row)}` : ""}`;
    },
  });
  return store;
}

/** Seconds count while the window is visible and the person gives signs of life. */
function useAttention(store: ReviewStore): void {
  useEffect(() => {
    const { attention } = store;
    const sign = (): void => attention.sign();
    const show = (): void => attention.setVisible(document.visibilityState === "visible" && document.hasFocus());
    const signs = ["keydown", "pointerdown", "pointermove", "wheel"] as const;
    for (const name of signs) window.addEventListener(name, sign, { passive: true });
    document.addEventListener("visibilitychange", show);
    window.addEventListener("blur", show);
    window.addEventListener("focus", show);
    return () => {
      attention.turnTo(null);
      for (const name of signs) window.removeEventListener(name, sign);
      document.removeEventListener("visibilitychange", show);
      window.removeEventListener("blur", show);
      window.removeEventListener("focus", show);
    };
  }, [store]);
}

/**
 * Rows are asked for again when something other than one's own marks has changed them: a judge, files, the core's
 * return; where one can only look, the marks of whoever writes.
 */
function useFreshRows(store: ReviewStore): void {
  const isReadOnly = useProject()?.access === "read";
  const cause = coreStore(({ generation, revision, project }) =>
    [
      generation,
      project?.judgeVersion,
      project?.nCandidates,
      project?.nErrors,
      project?.counts.acceptedByJudge,
      isReadOnly && revision,
    ].join(),
  );
  useEffect(() => {
    store.forgetOpinions();
    tilePictures.forgetFailures();
    if (store.state.ids.length === 0) return;
    store.refreshRows();
    if (isReadOnly) void store.refreshCounts();
  }, [store, cause, isReadOnly]);
}
