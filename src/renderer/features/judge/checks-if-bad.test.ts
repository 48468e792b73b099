import { describe, expect, it } from "vitest";
import type { Guarantee } from "#contract/guarantee.ts";
import { planLooks } from "#domain/statistics/look-plan.ts";
import { checksIfOneIsBad } from "./checks-if-bad.ts";

const { looks } = planLooks({ populationSize: 1600, alpha: 0.05, delta: 0.05, nLooks: 2 });
const [first, second] = looks as [(typeof looks)[number], (typeof looks)[number]];

const guarantee: Guarantee = {
  alpha: 0.05,
  delta: 0.05,
  threshold: null,
  reason: "",
  n_random_checks: 45,
  n_bad: 0,
  n_more_needed: first.nChecks - 45,
  n_automatic: 1600,
  upper_bound: null,
  n_unseen: 1555,
  max_bad_unseen: null,
  growth: null,
  spot_checks: { n: 0, n_bad: 0, observed_share: null, e_value: 1, is_alarmed: false, n_to_next_look: 0 },
  further: "",
  sentence: "",
};

describe("checks if one of the next is bad", () => {
  it("names the next planned look", () => {
    expect(checksIfOneIsBad(guarantee)).toBe(second.nChecks);
  });

  it("says when no look is left", () => {
    const oneBad = { ...guarantee, n_bad: 1, n_more_needed: second.nChecks - 45 };
    expect(checksIfOneIsBad(oneBad)).toBe("never");
  });

  it("says nothing about a plan that it does not know", () => {
    expect(checksIfOneIsBad({ ...guarantee, n_more_needed: 3 })).toBeNull();
    expect(checksIfOneIsBad({ ...guarantee, n_automatic: 0 })).toBeNull();
  });
});
