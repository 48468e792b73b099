import { describe, expect, it } from "vitest";
import { Attention } from "./attention.ts";

function clocked() {
  let now = 1_000;
  return { attention: new Attention(() => now), pass: (seconds: number) => (now += seconds * 1000) };
}

describe("Attention", () => {
  it("adds up visits until the mark takes them", () => {
    const { attention, pass } = clocked();
    attention.turnTo(1);
    pass(2);
    attention.turnTo(2);
    pass(5);
    attention.turnTo(1);
    pass(1.25);
    expect(attention.take(1)).toBe(3.3);
    expect(attention.take(1)).toBe(0);
    expect(attention.take(2)).toBe(5);
  });

  it("does not count while the window is hidden", () => {
    const { attention, pass } = clocked();
    attention.turnTo(1);
    pass(3);
    attention.setVisible(false);
    pass(100);
    attention.setVisible(true);
    pass(1);
    expect(attention.take(1)).toBe(4);
  });

  it("stops a minute after the last sign of life, and goes on with the next", () => {
    const { attention, pass } = clocked();
    attention.turnTo(1);
    pass(30);
    attention.sign();
    pass(600);
    attention.sign();
    pass(2);
    expect(attention.take(1)).toBe(92);
  });
});
