import { describe, expect, it } from "vitest";
import { AppError, cancelledError } from "#contract/errors.ts";
import { Recipe } from "#contract/recipes.ts";
import { type Preview, type PreviewQuestion, PreviewRunner, type PreviewState } from "./preview-runner.ts";

interface Asked {
  readonly what: string;
  readonly signal: AbortSignal;
  answer(): Promise<void>;
  fail(error: Error): Promise<void>;
}

/** A runner whose pictures come when the test says so; they are named by what was asked. */
function begin() {
  const asked: Asked[] = [];
  const released: string[] = [];
  const clock = { ms: 0 };
  let state: PreviewState<string> = { shown: null, busy: null, error: null };
  const rest = () => new Promise<void>((resolve) => setImmediate(resolve));
  const runner = new PreviewRunner<string>({
    make: ({ caseId, recipe }, isCoarse, signal) =>
      new Promise<Preview<string>>((resolve, reject) => {
        const what = `${caseId} ${String(recipe.method.values["k"])} ${isCoarse ? "coarse" : "full"}`;
        signal.addEventListener("abort", () => reject(cancelledError()));
        asked.push({
          what,
          signal,
          answer: () => {
            resolve({ picture: what, found: { polarity: "bright", told: {}, share: 0.5 } });
            return rest();
          },
          fail: (error) => {
            reject(error);
            return rest();
          },
        });
      }),
    release: (picture) => released.push(picture),
    onChange: (next) => (state = next),
    toError: (thrown) => thrown as AppError,
    now: () => clock.ms,
  });
  const look = () => ({ picture: state.shown?.picture ?? null, isCoarse: state.shown?.isCoarse, busy: state.busy });
  return { runner, asked, released, clock, look, error: () => state.error, rest };
}

function question(k: number, { caseId = 1, isIterative = false } = {}): PreviewQuestion {
  return { caseId, isIterative, recipe: Recipe.parse({ name: "a", method: { name: "m", values: { k } } }) };
}

describe("a fast method", () => {
  it("is asked whole, and follows while the slider moves: one at a time, the last one last", async () => {
    const { runner, asked, look } = begin();
    for (const k of [1, 2, 3]) runner.want(question(k));
    expect(asked.map(({ what }) => what)).toEqual(["1 1 full"]);
    await asked[0]!.answer();
    expect(look()).toEqual({ picture: "1 1 full", isCoarse: false, busy: "first" });
    expect(asked.map(({ what }) => what)).toEqual(["1 1 full", "1 3 full"]);
    await asked[1]!.answer();
    expect(look()).toEqual({ picture: "1 3 full", isCoarse: false, busy: null });
  });

  it("is broken off where it takes long, and where another image is looked at", async () => {
    const { runner, asked, clock, look } = begin();
    runner.want(question(1));
    clock.ms = 200;
    runner.want(question(2));
    expect(asked[0]!.signal.aborted).toBe(true);
    runner.want(question(2, { caseId: 2 }));
    expect(asked[1]!.signal.aborted).toBe(true);
    expect(asked[2]!.what).toBe("2 2 full");
    await asked[2]!.answer();
    expect(look().picture).toBe("2 2 full");
  });

  it("is coarse first after an image that took long", async () => {
    const { runner, asked, clock } = begin();
    runner.want(question(1));
    clock.ms = 2000;
    await asked[0]!.answer();
    runner.want(question(2));
    expect(asked[1]!.what).toBe("1 2 coarse");
    await asked[1]!.answer();
    expect(asked[2]!.what).toBe("1 2 full");
  });
});

describe("a slider that is dragged", () => {
  it("is followed by coarse pictures where whole ones take too long to be let come", async () => {
    const { runner, asked, clock, look } = begin();
    runner.want(question(1));
    clock.ms = 200;
    runner.want(question(2));
    expect(asked[0]!.signal.aborted).toBe(true);
    expect(asked[1]!.what).toBe("1 2 coarse");
    for (clock.ms = 220; clock.ms < 900; clock.ms += 20) runner.want(question(clock.ms));
    expect(asked[1]!.signal.aborted).toBe(false);
    await asked[1]!.answer();
    expect(look()).toEqual({ picture: "1 2 coarse", isCoarse: true, busy: "first" });
    expect(asked[2]!.what).toBe("1 880 coarse");
    await asked[2]!.answer();
    expect(asked[3]!.what).toBe("1 880 full");
    clock.ms += 100;
    await asked[3]!.answer();
    runner.want(question(3));
    expect(asked[4]!.what).toBe("1 3 full");
  });

  it("is followed by an iterative method however long its coarse pictures take", async () => {
    const { runner, asked, clock, look } = begin();
    for (let k = 1; k <= 5; k += 1) {
      runner.want(question(k, { isIterative: true }));
      clock.ms += 200;
    }
    expect(asked.map(({ what }) => what)).toEqual(["1 1 coarse"]);
    await asked[0]!.answer();
    expect(look().picture).toBe("1 1 coarse");
    expect(asked[1]!.what).toBe("1 5 coarse");
  });

  it("is not waited for by another method", () => {
    const { runner, asked, clock } = begin();
    runner.want(question(1, { isIterative: true }));
    clock.ms = 200;
    runner.want({ ...question(1), recipe: Recipe.parse({ name: "b", method: { name: "n", values: { k: 2 } } }) });
    expect(asked[0]!.signal.aborted).toBe(true);
    expect(asked[1]!.what).toBe("1 2 full");
  });
});

describe("an iterative method", () => {
  it("is coarse first, then refined; a change breaks the refinement off at once", async () => {
    const { runner, asked, look } = begin();
    runner.want(question(1, { isIterative: true }));
    await asked[0]!.answer();
    expect(asked.map(({ what }) => what)).toEqual(["1 1 coarse", "1 1 full"]);
    expect(look()).toEqual({ picture: "1 1 coarse", isCoarse: true, busy: "refining" });
    runner.want(question(2, { isIterative: true }));
    expect(asked[1]!.signal.aborted).toBe(true);
    expect(asked[2]!.what).toBe("1 2 coarse");
  });

  it("keeps the coarse picture where the refinement is cancelled", async () => {
    const { runner, asked, look, error, rest } = begin();
    runner.want(question(1, { isIterative: true }));
    await asked[0]!.answer();
    runner.cancel();
    await rest();
    expect(asked[1]!.signal.aborted).toBe(true);
    expect(look()).toEqual({ picture: "1 1 coarse", isCoarse: true, busy: null });
    expect(error()).toBeNull();
  });
});

it("says what went wrong, keeps what is shown, and tries again", async () => {
  const { runner, asked, look, error } = begin();
  runner.want(question(1));
  await asked[0]!.answer();
  runner.want(question(2));
  await asked[1]!.fail(new AppError("file-unreadable", "Cut short.", "Copy it again."));
  expect(error()?.code).toBe("file-unreadable");
  expect(look().picture).toBe("1 1 full");
  runner.retry();
  expect(asked[2]!.what).toBe("1 2 full");
  await asked[2]!.answer();
  expect(error()).toBeNull();
});

it("gives back every picture once, the last two when it ends", async () => {
  const { runner, asked, released } = begin();
  for (const k of [1, 2, 3]) {
    runner.want(question(k));
    await asked.at(-1)!.answer();
  }
  expect(released).toEqual(["1 1 full"]);
  runner.dispose();
  expect(released.toSorted()).toEqual(["1 1 full", "1 2 full", "1 3 full"]);
});
