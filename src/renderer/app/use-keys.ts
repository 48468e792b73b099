import { useEffect } from "react";
import { coreStore } from "../client/core-store.ts";
import { actionFor } from "./actions.ts";
import { chordsOf, isTyping } from "./keys.ts";

/** What a text field needs for itself, among the chords with modifiers. */
const editing = /^Ctrl\+(?:Shift\+)?(?:[ACVXYZ]|Arrow\w+|Backspace|Delete|Home|End)$/;
const functionKey = /^(?:Ctrl\+|Alt\+|Shift\+)*F\d+$/;

/** A control that has the focus is pressed by Space and Enter, whatever these mean elsewhere. */
function isPressedBy(target: EventTarget | null, chord: string): boolean {
  return (
    (chord === "Space" || chord === "Enter") &&
    target instanceof Element &&
    target.closest("button, a[href], summary, input, select, [role='option']") !== null
  );
}

/** Runs the action of a key, wherever the focus is: not in text fields, not while the core is away. */
export function useKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      if (coreStore.getState().connection !== "connected") return;
      // What lies under a dialog does not hear keys, also where the focus has fallen out of it.
      if (document.querySelector("dialog[open]")) return;
      for (const chord of chordsOf(event)) {
        if (isTyping(event.target) && !passesTextField(chord)) continue;
        if (isPressedBy(event.target, chord)) continue;
        const action = actionFor(chord);
        if (!action) continue;
        event.preventDefault();
        action.run();
        return;
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

function passesTextField(chord: string): boolean {
  return functionKey.test(chord) || (/^(?:Ctrl|Alt)\+/.test(chord) && !editing.test(chord));
}
