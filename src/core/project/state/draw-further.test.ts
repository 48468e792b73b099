import { describe, expect, it } from "vitest";
import { openExisting, openReview, RATER, type ReviewBench } from "#tests/support/review.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { winnow } from "#tests/support/winnow.ts";
import { Project } from "../project.ts";
import { nextListSize } from "#domain/guarantee/grow-list.ts";
import { planLooks } from "#domain/statistics/look-plan.ts";
import { type Lot, lotsFor } from "../queries/lots.ts";

const folder = temporaryFolder("growing-lists");
const settings = { alpha: 0.05, delta: 0.05, nLooks: 2 };
const guaranteeOf = async ({ client }: ReviewBench) => (await client.call("project.summary", {})).guarantee!;

function inFile<T>({ path }: ReviewBench, read: (project: Project) => T): T {
  const project = Project.open(path, "read");
  try {
    return read(project);
  } finally {
    project.close();
  }
}

function lots(review: ReviewBench): Lot[] {
  return inFile(review, (project) => {
    const chain = lotsFor(project, 1, 0.05, 0.05);
    // Whole, while the file is open.
    return Array.from({ length: chain.length }, (_, index) => ({ ...chain.at(index) }));
  });
}

/** A project whose first list is proven without a bad check; the checks by which it may grow are drawn. */
async function openProven(reach = 10_000): Promise<{ review: ReviewBench; first: Lot; second: Lot; asked: number[] }> {
  const review = await openReview(folder, { nCases: 300, reach });
  await review.snapshot();
  const [first] = lots(review) as [Lot];
  await review.mark(first.members.slice(0, first.nDrawn), "accept");
  const [, second] = lots(review) as [Lot, Lot];
  return { review, first, second, asked: newChecks(second, first) };
}

/** Checks of a list that the others have not drawn. */
function newChecks(lot: Lot, ...others: readonly Lot[]): number[] {
  const known = new Set(others.flatMap(({ checks }) => checks));
  return lot.checks.filter((id) => !known.has(id));
}

/** Marks whatever a list that is to grow asks for: the first ones bad, the others good. */
async function answer(review: ReviewBench, checks: readonly number[], nBad: number): Promise<void> {
  if (nBad > 0) await review.mark(checks.slice(0, nBad), "reject");
  await review.mark(checks.slice(nBad), "accept");
}

describe("a proven list", () => {
  it("stays in force while the checks wait by which it may grow, which come by lot from what is added", async () => {
    const { review, first, second, asked } = await openProven();
    const guarantee = await guaranteeOf(review);
    expect(guarantee).toMatchObject({
      threshold: 0.97,
      n_random_checks: first.nDrawn,
      n_automatic: first.members.length,
      growth: { n_more_needed: asked.length, n_automatic: second.members.length },
    });
    expect(second.members.length).toBe(nextListSize(first.members.length, 10_000, 0.05));
    expect(second.looks).toEqual(planLooks({ populationSize: second.members.length, ...settings }).looks);
    // The lot of the first list keeps its order in that of the longer one.
    const listed = new Set(first.members);
    expect(second.members.filter((id) => listed.has(id))).toEqual(first.members);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThan(second.members.length - first.members.length);
    const { counts } = await review.client.call("project.summary", {});
    expect(counts.acceptedByJudge).toBe(first.members.length - first.nDrawn);
    const { ids } = await review.snapshot({ show: "to-review" });
    expect(asked.filter((id) => !ids.slice(0, 60).includes(id))).toEqual([]);
    await review.close();
  });

  it("grows where none of them is bad, with a bound for the whole of it, and asks for the next ones", async () => {
    const { review, second, asked } = await openProven();
    await review.mark(asked.slice(1), "accept");
    expect((await guaranteeOf(review)).growth).toMatchObject({ n_more_needed: 1 });
    await review.mark(asked.slice(0, 1), "accept");
    const guarantee = await guaranteeOf(review);
    expect(guarantee).toMatchObject({ n_automatic: second.members.length, n_random_checks: second.nDrawn, n_bad: 0 });
    expect(guarantee.upper_bound).toBeLessThanOrEqual(0.05);
    expect(guarantee.upper_bound).toBeGreaterThan(0.02);
    expect(guarantee.threshold).toBeLessThan(0.97);
    expect(guarantee.growth!.n_automatic).toBeGreaterThan(second.members.length);
    expect(lots(review)).toHaveLength(3);
    await review.close();
  });

  it("waits for a check that was put off, and asks for no more before it is decided", async () => {
    const { review, first, second, asked } = await openProven();
    await review.mark(asked.slice(1), "accept");
    await review.mark(asked.slice(0, 1), "later");
    expect(await guaranteeOf(review)).toMatchObject({
      n_automatic: first.members.length,
      growth: { n_more_needed: 1, n_automatic: second.members.length },
    });
    const { ids, nQueue } = await review.snapshot({ show: "to-review" });
    expect(ids.slice(0, nQueue)).toContain(asked[0]);
    expect(lots(review)[1]!.nDrawn).toBe(second.nDrawn);
    await review.mark(asked.slice(0, 1), "accept");
    expect(await guaranteeOf(review)).toMatchObject({ n_automatic: second.members.length, n_bad: 0 });
    await review.close();
  });

  it("asks for more where one of them is bad, and grows where those are good", async () => {
    const { review, first, second, asked } = await openProven();
    await answer(review, asked, 1);
    const guarantee = await guaranteeOf(review);
    expect(guarantee).toMatchObject({ n_automatic: first.members.length, n_bad: 0 });
    const [, again] = lots(review) as [Lot, Lot];
    expect(again.nDrawn).toBe(second.looks[1]!.nChecks);
    const further = newChecks(again, first, second);
    expect(guarantee.growth!.n_more_needed).toBe(further.length);
    // Those on the proven list wait blind: no list of what is accepted shows them, and they are asked for.
    expect(further.filter((id) => first.members.includes(id)).length).toBeGreaterThan(5);
    const { ids: accepted } = await review.snapshot({ show: "accepted" });
    expect(further.filter((id) => accepted.includes(id))).toEqual([]);
    const { ids: queue, nQueue } = await review.snapshot({ show: "to-review" });
    expect(further.filter((id) => !queue.slice(0, nQueue).includes(id))).toEqual([]);
    await review.mark(further, "accept");
    const grown = await guaranteeOf(review);
    expect(grown).toMatchObject({ n_automatic: second.members.length, n_bad: 1, n_random_checks: again.nDrawn });
    expect(grown.upper_bound).toBeLessThanOrEqual(0.05);
    // From then on, no list is proven by fewer checks than one bad one among them needs.
    const [, , third] = lots(review) as [Lot, Lot, Lot];
    expect(third.nDrawn).toBe(third.looks[1]!.nChecks);
    await review.close();
  });

  it("stays as it is where more of them are bad than any look allows, and is watched from then on", async () => {
    const { review, first, asked } = await openProven();
    await answer(review, asked, 2);
    const guarantee = await guaranteeOf(review);
    expect(guarantee).toMatchObject({ n_automatic: first.members.length, n_bad: 0, growth: null });
    expect(guarantee.spot_checks.n_to_next_look).toBe(20);
    expect(lots(review)).toHaveLength(2);
    // A mark that is taken back takes that back, too.
    await review.mark(asked.slice(0, 1), "clear");
    expect((await guaranteeOf(review)).growth).not.toBeNull();
    await review.close();
  });

  it("is accepted no more where checks of a longer list find more bad masks on it than it may hold", async () => {
    const { review, first, asked } = await openProven();
    await answer(review, asked, 1);
    const [, longer] = lots(review) as [Lot, Lot];
    const further = newChecks(longer, first).slice(asked.length);
    await review.mark(further, "reject");
    expect(further.filter((id) => first.members.includes(id)).length).toBeGreaterThan(0.05 * first.members.length);
    // They are most of the next spot checks; the others are marked.
    const [watched] = lots(review) as [Lot];
    const others = watched.checks.slice(first.nDrawn).filter((id) => !further.includes(id));
    expect(others.length).toBeLessThan(10);
    await review.mark(others, "accept");
    const guarantee = await guaranteeOf(review);
    expect(guarantee).toMatchObject({ threshold: null, spot_checks: { is_alarmed: true } });
    expect((await review.client.call("project.summary", {})).counts.acceptedByJudge).toBe(0);
    await review.close();
  });

  it("is watched along its own lot", async () => {
    const { review, first, asked } = await openProven();
    await answer(review, asked, 2);
    const [watched] = lots(review) as [Lot];
    expect(watched.checks).toEqual(first.members.slice(0, first.nDrawn + 20));
    await review.mark(watched.checks.slice(first.nDrawn), "accept");
    expect((await guaranteeOf(review)).spot_checks).toMatchObject({ n: 20, n_bad: 0, n_to_next_look: 20 });
    await review.close();
  });

  it("loses all that it had grown by when a mark of its proof is taken back", async () => {
    const { review, first, second, asked } = await openProven();
    await review.mark(asked, "accept");
    await review.mark(first.members.slice(0, 1), "clear");
    expect(await guaranteeOf(review)).toMatchObject({ threshold: null, n_more_needed: 1, growth: null });
    await review.mark(first.members.slice(0, 1), "accept");
    expect((await guaranteeOf(review)).n_random_checks).toBe(second.nDrawn);
    await review.mark(asked.slice(0, 1), "reject");
    expect(await guaranteeOf(review)).toMatchObject({ n_automatic: first.members.length });
    await review.close();
  });

  it("gives no mask a place that a person has decided, or whose case has one on it", async () => {
    const usual = await openProven();
    const added = usual.second.members.filter((id) => !usual.first.members.includes(id));
    await usual.review.close();
    const review = await openReview(folder, { nCases: 300, reach: 10_000 });
    await review.snapshot();
    const [first] = lots(review) as [Lot];
    expect(first.members).toEqual(usual.first.members);
    await review.mark(added, "reject");
    await review.mark(first.members.slice(0, first.nDrawn), "accept");
    const [, second] = lots(review) as [Lot, Lot];
    expect(second.members.filter((id) => added.includes(id))).toEqual([]);
    const caseOf = inFile(
      review,
      (project) =>
        new Map(
          project.all<{ id: number; c: number }>("SELECT id, case_id AS c FROM candidate").map(({ id, c }) => [id, c]),
        ),
    );
    expect(new Set(second.members.map((id) => caseOf.get(id))).size).toBe(second.members.length);
    await review.close();
  });

  it("does not grow beyond its reach; where a check was bad, by as many checks as that takes", async () => {
    const short = await openReview(folder, { nCases: 300 });
    await short.snapshot();
    const [whole] = lots(short) as [Lot];
    await short.mark(whole.members.slice(0, whole.nDrawn), "accept");
    expect(await guaranteeOf(short)).toMatchObject({ threshold: 0.97, growth: null });
    expect(lots(short)).toHaveLength(1);
    await short.close();
    const other = await openReview(folder, { nCases: 300, reach: 10_000 });
    await other.snapshot();
    const [first] = lots(other) as [Lot];
    await other.mark(first.members.slice(0, 1), "reject");
    await other.snapshot();
    const [again] = lots(other) as [Lot];
    await other.mark(again.members.slice(1, again.nDrawn), "accept");
    expect(await guaranteeOf(other)).toMatchObject({ threshold: 0.97, n_bad: 1 });
    const [, longer] = lots(other) as [Lot, Lot];
    expect(longer.nDrawn).toBe(longer.looks[1]!.nChecks);
    await other.mark(newChecks(longer, again), "accept");
    expect(await guaranteeOf(other)).toMatchObject({ n_automatic: longer.members.length, n_bad: 1 });
    await other.close();
  });

  it("is watched where a check by which it might grow was taken out of the project", async () => {
    const { review, asked } = await openProven();
    await review.close();
    const file = Project.open(review.path, "write");
    file.transaction(() => file.run("UPDATE candidate SET retired_at = 1 WHERE id = ?", asked[0]!));
    file.close();
    const again = await openExisting(review.path);
    await again.mark(asked.slice(1), "accept");
    expect(await guaranteeOf(again)).toMatchObject({ threshold: 0.97, growth: null });
    const { nRandom } = await again.client.call("judge.next", { n: 20, nRandom: 20, rater: "B" });
    expect(nRandom).toBe(20);
    await again.close();
  });

  it("is watched where nobody has left it anything to grow by", async () => {
    const review = await openReview(folder, { nCases: 200, reach: 10_000 });
    await review.snapshot();
    const [first] = lots(review) as [Lot];
    const { ids } = await review.snapshot();
    await review.mark(
      ids.filter((id) => !first.members.includes(id)),
      "reject",
    );
    await review.mark(first.members.slice(0, first.nDrawn), "accept");
    expect(await guaranteeOf(review)).toMatchObject({ threshold: 0.97, growth: null });
    expect(lots(review)).toHaveLength(1);
    expect(lots(review)[0]!.nDrawn).toBe(first.nDrawn + 20);
    await review.close();
  });

  it("keeps what its members were when it was proven: an exchanged one comes back to a person", async () => {
    const { review, first, asked } = await openProven();
    const unseen = first.members.findLast((id) => !asked.includes(id))!;
    await review.close();
    const file = Project.open(review.path, "write");
    file.transaction(() => file.run("UPDATE candidate SET mask_sha256 = 'other' WHERE id = ?", unseen));
    file.close();
    const again = await openExisting(review.path);
    await again.mark(asked, "accept");
    const [, second] = lots(again) as [Lot, Lot];
    expect(second.exchanged.has(unseen)).toBe(true);
    const guarantee = await guaranteeOf(again);
    expect(guarantee.n_automatic).toBe(second.members.length);
    expect(guarantee.n_unseen).toBe(second.members.length - first.nDrawn - asked.length - 1);
    await again.close();
  });

  it("is grown on the command line by the same checks", async () => {
    const { review, asked } = await openProven();
    await review.close();
    const run = await winnow("queue", "--random", "500", "--project", review.path, "--json");
    const queue = run.json<{ reason: string }[]>();
    expect(queue.map(({ reason }) => reason)).toEqual(asked.map(() => "random"));
  });

  it("asks on the command line again for what was put off, after the others", async () => {
    const { review, asked } = await openProven();
    await review.mark(asked.slice(2), "accept");
    await review.mark(asked.slice(0, 1), "later");
    await review.close();
    const run = await winnow("queue", "--random", "500", "--project", review.path, "--json");
    const names = inFile(review, (project) =>
      [asked[1]!, asked[0]!].map(
        (id) => project.get<{ name: string }>("SELECT name FROM candidate WHERE id = ?", id)!.name,
      ),
    );
    const queue = run.json<{ candidate: string; reason: string }[]>();
    expect(queue.map(({ candidate, reason }) => [candidate, reason])).toEqual(names.map((name) => [name, "random"]));
  });
});

describe("what is seen of one list", () => {
  /** The first list, watched since two checks by which it might have grown were bad, until they are marked anew. */
  async function openWatched() {
    const { review, first, second, asked } = await openProven();
    await review.mark(asked.slice(2), "accept");
    await review.mark(asked.slice(0, 2), "reject");
    const [watched] = lots(review) as [Lot];
    expect(watched.checks).toHaveLength(first.nDrawn + 20);
    const spot = watched.checks.slice(first.nDrawn).filter((id) => !asked.includes(id));
    return { review, first, second, asked, spot };
  }

  it("keeps a longer one from taking its place where it was bad, and its alarm stays", async () => {
    const { review, first, asked, spot } = await openWatched();
    await answer(review, spot, 12);
    expect((await guaranteeOf(review)).spot_checks.is_alarmed).toBe(true);
    await review.mark(asked, "accept");
    const guarantee = await guaranteeOf(review);
    expect(guarantee).toMatchObject({ threshold: null, growth: null, n_automatic: first.members.length });
    expect(guarantee.spot_checks.is_alarmed).toBe(true);
    expect((await review.client.call("project.summary", {})).counts.acceptedByJudge).toBe(0);
    await review.close();
  });

  it("lets the longer one take its place where it was good", async () => {
    const { review, second, asked, spot } = await openWatched();
    await review.mark(spot, "accept");
    await review.mark(asked, "accept");
    expect(await guaranteeOf(review)).toMatchObject({ n_automatic: second.members.length });
    await review.close();
  });

  it("is not forgotten when a check of the longer one is changed", async () => {
    const { review, first, second, asked } = await openProven();
    await review.mark(asked, "accept");
    const [, , third] = lots(review) as [Lot, Lot, Lot];
    await review.mark(newChecks(third, first, second), "reject");
    const [, watched] = lots(review) as [Lot, Lot];
    expect(watched.spotChecksFrom).toBe(second.nDrawn);
    expect(watched.checks).toHaveLength(second.nDrawn + 20);
    // What the first list has drawn before counts at its place in the lot of the second.
    const spot = watched.checks.slice(second.nDrawn).filter((id) => !first.checks.includes(id));
    expect(spot.length).toBeLessThan(20);
    await review.mark(spot, "reject");
    expect((await guaranteeOf(review)).spot_checks.is_alarmed).toBe(true);
    await review.mark(asked.slice(0, 1), "reject");
    const guarantee = await guaranteeOf(review);
    expect([guarantee.threshold, guarantee.spot_checks.is_alarmed]).toEqual([null, true]);
    await review.close();
  });

  it("stands on no list until it is marked, also when the list may grow again", async () => {
    const { review, asked, spot } = await openWatched();
    await review.mark(asked.slice(0, 1), "clear");
    expect((await guaranteeOf(review)).growth).not.toBeNull();
    const accepted = await review.snapshot({ show: "accepted" });
    expect(accepted.ids.filter((id) => spot.includes(id))).toEqual([]);
    const { ids, nQueue } = await review.snapshot({ show: "to-review" });
    expect(spot.filter((id) => ids.slice(0, nQueue).includes(id))).toHaveLength(spot.length);
    await review.close();
  });

  it("begins where a check was accepted with the judge's word in sight: nobody waits for another person for ever", async () => {
    const { review, first, asked } = await openProven();
    await review.client.call("review.opinion", { candidateId: asked[0]!, rater: RATER });
    await review.mark(asked.slice(0, 1), "accept");
    expect((await guaranteeOf(review)).growth).toBeNull();
    expect(lots(review)[0]!.nDrawn).toBe(first.nDrawn + 20);
    await review.close();
  });

  it("asks for what was drawn beforehand too, in the queue of what is to be reviewed", async () => {
    const review = await openReview(folder, { nCases: 300, reach: 10_000 });
    await review.client.call("review.queue", { random: 100 });
    const [first] = lots(review) as [Lot];
    const n = first.looks[0]!.nChecks;
    await review.mark(first.members.slice(0, n), "accept");
    const rest = first.members.slice(n, first.nDrawn);
    const { ids, nQueue } = await review.snapshot({ show: "to-review" });
    expect(rest.filter((id) => !ids.slice(0, nQueue).includes(id))).toEqual([]);
    const { growth } = await guaranteeOf(review);
    expect(growth!.n_more_needed).toBeLessThan(20);
    await review.close();
  });
});
