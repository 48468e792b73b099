import { describe, expect, it } from "vitest";
import { openExisting, openReview, RATER, type ReviewBench } from "#tests/support/review.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { winnow } from "#tests/support/winnow.ts";
import { Project } from "../project.ts";
import { type Lot, lotsFor } from "../queries/lots.ts";

const folder = temporaryFolder("growing-lists");
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
    return Array.from({ length: chain.length }, (_, index) => chain.at(index));
  });
}

/** A project whose first list is proven without a bad check; the checks by which it may grow are drawn. */
async function openProven(reach = 10_000): Promise<{ review: ReviewBench; first: Lot; second: Lot; asked: number[] }> {
  const review = await openReview(folder, { nCases: 300, reach });
  await review.snapshot();
  const [first] = lots(review) as [Lot];
  await review.mark(first.members.slice(0, first.nDrawn), "accept");
  const [, second] = lots(review) as [Lot, Lot];
  return { review, first, second, asked: second.members.slice(first.nDrawn, second.nDrawn) };
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
    expect(second.members.length).toBe(Math.ceil(1.15 * first.members.length));
    expect(first.members.filter((id) => !second.members.includes(id))).toEqual([]);
    expect(asked.filter((id) => first.members.includes(id))).toEqual([]);
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
    expect(lots(review).map((lot) => lot.strata?.length ?? null)).toEqual([null, 2, 3]);
    await review.close();
  });

  it("stays as it is where one of them is bad, and is watched from then on", async () => {
    const { review, first, asked } = await openProven();
    await review.mark(asked.slice(0, 1), "reject");
    const guarantee = await guaranteeOf(review);
    expect(guarantee).toMatchObject({ n_automatic: first.members.length, n_bad: 0, growth: null });
    expect(guarantee.spot_checks.n_to_next_look).toBe(20);
    expect(lots(review)).toHaveLength(2);
    // A mark that is taken back takes that back, too.
    await review.mark(asked.slice(0, 1), "clear");
    expect((await guaranteeOf(review)).growth).toMatchObject({ n_more_needed: asked.length });
    await review.close();
  });

  it("loses all that it had grown by when a mark of its proof is taken back", async () => {
    const { review, first, asked } = await openProven();
    await review.mark(asked, "accept");
    await review.mark(first.members.slice(0, 1), "clear");
    expect(await guaranteeOf(review)).toMatchObject({ threshold: null, n_more_needed: 1, growth: null });
    await review.mark(first.members.slice(0, 1), "accept");
    expect((await guaranteeOf(review)).n_random_checks).toBe(first.nDrawn + asked.length);
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

  it("does not grow beyond its reach, nor where a check was bad", async () => {
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
    expect(await guaranteeOf(other)).toMatchObject({ threshold: 0.97, n_bad: 1, growth: null });
    expect(lots(other)).toHaveLength(1);
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
    const unseen = first.members.at(-1)!;
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
    expect(guarantee.n_unseen).toBe(second.members.length - second.nDrawn - 1);
    await again.close();
  });

  it("is grown on the command line by the same checks", async () => {
    const { review, asked } = await openProven();
    await review.close();
    const run = await winnow("queue", "--random", "500", "--project", review.path, "--json");
    const queue = run.json<{ reason: string }[]>();
    expect(queue.map(({ reason }) => reason)).toEqual(asked.map(() => "random"));
  });
});

describe("what is seen of one list", () => {
  /** The first list, watched since one check by which it might have grown was put off. */
  async function openWatched() {
    const { review, first, second, asked } = await openProven();
    await review.mark(asked.slice(0, 1), "later");
    const [watched] = lots(review) as [Lot];
    const spot = watched.members.slice(first.nDrawn, watched.nDrawn);
    expect(spot).toHaveLength(20);
    return { review, first, second, asked, spot };
  }

  it("keeps a longer one from taking its place where it was bad, and its alarm stays", async () => {
    const { review, first, asked, spot } = await openWatched();
    await review.mark(spot.slice(0, 12), "reject");
    await review.mark(spot.slice(12), "accept");
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
    const { review, second, asked } = await openProven();
    await review.mark(asked, "accept");
    const [, , third] = lots(review) as [Lot, Lot, Lot];
    await review.mark(third.members.slice(second.nDrawn, third.nDrawn), "reject");
    const watched = lots(review)[1]!;
    const spot = watched.members.slice(second.nDrawn, watched.nDrawn);
    expect(spot).toHaveLength(20);
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
    expect(spot.filter((id) => ids.slice(0, nQueue).includes(id))).toHaveLength(20);
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
