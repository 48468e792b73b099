import { useEffect } from "react";
import { coreStore } from "../client/core-store.ts";
import { textOf } from "../i18n/index.ts";
import { notify } from "./announce.ts";

/** Says that the engine died and was started again, and that the labels are safe. */
export function useEngineNotice(): void {
  const restart = coreStore((state) => state.engineRestart);
  useEffect(() => {
    if (!restart) return;
    const text = textOf("common");
    notify({
      kind: "warning",
      title: text.engineTitle,
      text: text.engineText(restart.reason, restart.nLabelsSafe, restart.isResuming),
    });
  }, [restart]);
}
