import { describe, expect, it } from "vitest";
import { chordsOf } from "./keys.ts";

const press = (
  key: string,
  code: string,
  modifiers: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> & { altGraph?: boolean } = {},
): string[] =>
  chordsOf({
    key,
    code,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...modifiers,
    getModifierState: (name) => name === "AltGraph" && (modifiers.altGraph ?? false),
  });

describe("chordsOf", () => {
  it("writes keys as the interface does", () => {
    expect(press("k", "KeyK", { ctrlKey: true })).toEqual(["Ctrl+K"]);
    expect(press("K", "KeyK", { metaKey: true, shiftKey: true })).toEqual(["Ctrl+Shift+K"]);
    expect(press(" ", "Space")).toEqual(["Space"]);
    expect(press("ArrowLeft", "ArrowLeft", { shiftKey: true })).toEqual(["Shift+ArrowLeft"]);
    expect(press("1", "Digit1")).toEqual(["1"]);
    expect(press("1", "Numpad1")).toEqual(["1"]);
    expect(press("F6", "F6", { shiftKey: true })).toEqual(["Shift+F6"]);
  });

  it("follows what the layout types: Z and Y change places in German", () => {
    expect(press("z", "KeyY", { ctrlKey: true })).toEqual(["Ctrl+Z"]);
    expect(press("?", "Minus", { shiftKey: true })).toEqual(["?"]);
    expect(press("?", "Slash", { shiftKey: true })).toEqual(["?"]);
  });

  it("knows digits with Shift by their place, and what they type as well", () => {
    expect(press("!", "Digit1", { shiftKey: true })).toEqual(["Shift+1", "!"]);
    expect(press("/", "Digit7", { shiftKey: true })).toEqual(["Shift+7", "/"]);
  });

  it("takes what AltGr types as typed", () => {
    expect(press("[", "Digit8", { ctrlKey: true, altKey: true, altGraph: true })).toContain("[");
  });

  it("finds letters by their place where the layout has no Latin ones", () => {
    expect(press("ф", "KeyA")).toEqual(["Ф", "A"]);
    expect(press("я", "KeyZ", { ctrlKey: true })).toEqual(["Ctrl+Я", "Ctrl+Z"]);
  });

  it("means nothing by a modifier alone", () => {
    expect(press("Shift", "ShiftLeft", { shiftKey: true })).toEqual([]);
  });
});
