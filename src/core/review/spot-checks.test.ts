import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openExisting, openReview, RATER, type ReviewBench } from "#tests/support/review.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { winnow } from "#tests/support/winnow.ts";
import { SPOT_CHECK_BATCH } from "#domain/guarantee/spot-checks.ts";
import { Project } from "../project/project.ts";

const folder = temporaryFolder("spot-checks");

interface Draw {
  readonly first_position: number;
  readonly n: number;
  readonly purpose: string;
}

/** What has been drawn, and the masks of each draw in the order of the lot. */
function drawn(review: ReviewBench): (Draw & { ids: number[] })[] {
  const file = Project.open(review.path, "read");
  const draws = file.all<Draw>("SELECT first_position, n, purpose FROM draw ORDER BY id");
  const lot = file.all<{ id: number }>("SELECT candidate_id AS id FROM lot_member ORDER BY position");
  file.close();
  return draws.map((draw) => ({
    ...draw,
    ids: lot.slice(draw.first_position, draw.first_position + draw.n).map(({ id }) => id),
  }));
}

const guaranteeOf = async ({ client }: ReviewBench) => (await client.call("project.summary", {})).guarantee!;

/** A project whose list is proven, with the spot checks that were drawn by that. */
async function openProven(nCases = 200): Promise<{ review: ReviewBench; checks: number[]; spot: number[] }> {
  const review = await openReview(folder, { nCases });
  await review.snapshot();
  const [{ ids: checks }] = drawn(review) as [Draw & { ids: number[] }];
  await review.mark(checks, "accept");
  return { review, checks, spot: drawn(review)[1]!.ids };
}

describe("spot checks", () => {
  it("are drawn from the lot that proved the list, a batch at a time, as soon as there is none under way", async () => {
    const { review, checks, spot } = await openProven();
    expect(drawn(review).map(({ first_position, n, purpose }) => [first_position, n, purpose])).toEqual([
      [0, checks.length, "proof"],
      [checks.length, SPOT_CHECK_BATCH, "spot-check"],
    ]);
    await review.snapshot();
    expect(await review.client.call("judge.next", { rater: RATER })).toMatchObject({ nInformative: 16, nRandom: 4 });
    expect(drawn(review)).toHaveLength(2);
    const { threshold, n_random_checks: nProof } = await guaranteeOf(review);
    expect([threshold, nProof]).toEqual([0.97, checks.length]);
    await review.mark(spot.slice(0, 19), "accept");
    expect(drawn(review)).toHaveLength(2);
    expect(await guaranteeOf(review)).toMatchObject({
      n_random_checks: checks.length,
      spot_checks: { n: 19, n_bad: 0, observed_share: 0, e_value: 1, is_alarmed: false, n_to_next_look: 1 },
    });
    await review.mark(spot.slice(19), "accept");
    expect(drawn(review).map(({ n }) => n)).toEqual([checks.length, 20, 20]);
    // The curve stays that of the proof.
    expect((await review.client.call("judge.curves", { version: 1 })).nChecks).toBe(checks.length);
    const { spot_checks: seen, sentence } = await guaranteeOf(review);
    expect(seen).toMatchObject({ n: 20, n_bad: 0, n_to_next_look: 20 });
    expect(seen.e_value).toBeLessThan(0.5);
    expect(sentence).toMatch(/Of 20 spot checks since then, 0 were bad\.$/);
    await review.close();
  });

  it("stand among the others of the queue, one to four, at places that nobody can count out, and look like them", async () => {
    const { review, spot } = await openProven();
    const { ids, nQueue, counts } = await review.snapshot({ show: "to-review" });
    expect(nQueue).toBe(ids.length);
    expect(counts.toReview).toBe(nQueue);
    const places = ids.flatMap((id, place) => (spot.includes(id) ? [place] : []));
    expect(places).toHaveLength(20);
    for (const [index, place] of places.entries()) expect(Math.floor(place / 5)).toBe(index);
    expect(new Set(places.map((place) => place % 5)).size).toBeGreaterThan(2);
    const rows = await review.rows(ids.slice(0, 100));
    for (const row of rows)
      expect(row).toMatchObject({ verdict: "to-review", decidedBy: null, mine: null, why: null, disagreement: false });
    // On no list are they among those that the judge has accepted.
    const accepted = await review.snapshot({ order: "case", show: "accepted" });
    expect(accepted.ids.filter((id) => spot.includes(id))).toEqual([]);
    expect(accepted.counts.accepted).toBe(accepted.ids.length);
    await review.snapshot();
    const { rows: marked } = await review.mark(ids.slice(0, 10), "accept");
    expect(marked.map((row) => row.why)).toEqual(
      ids.slice(0, 10).map((id) => (spot.includes(id) ? "spot-check" : "informative")),
    );
    await review.close();
  });

  it("train nothing while the version that they watch is in use", async () => {
    const { review, spot } = await openProven();
    const before = await review.client.call("judge.readiness", {});
    await review.mark(spot.slice(0, 10), "accept");
    await review.mark(spot.slice(10), "reject");
    expect(await review.client.call("judge.readiness", {})).toEqual(before);
    await review.close();
  });

  it("raise the alarm when too many are bad: nothing is accepted unseen, until a mark is taken back", async () => {
    const { review, checks, spot } = await openProven();
    await review.mark(spot.slice(0, 15), "accept");
    await review.mark(spot.slice(15, 19), "reject");
    const nAccepted = (await review.client.call("project.summary", {})).counts.acceptedByJudge;
    expect(nAccepted).toBeGreaterThan(50);
    // Put off is bad until it is decided, as with every check.
    await review.mark(spot.slice(19), "later");
    const { counts, guarantee } = await review.client.call("project.summary", {});
    expect(guarantee).toMatchObject({
      threshold: null,
      upper_bound: null,
      max_bad_unseen: null,
      n_more_needed: 0,
      n_random_checks: checks.length,
      n_bad: 0,
      spot_checks: { n: 20, n_bad: 5, observed_share: 0.25, is_alarmed: true, n_to_next_look: 0 },
    });
    expect(guarantee!.spot_checks.e_value).toBeGreaterThanOrEqual(20);
    expect(guarantee!.reason).toMatch(/^5 of 20 spot checks are bad: they speak against “at most 5 in 100”/);
    expect(guarantee!.sentence).toMatch(/Train a new version and prove its list, or choose a higher limit\.$/);
    expect(counts.acceptedByJudge).toBe(0);
    expect((await review.snapshot({ show: "to-review" })).counts.accepted).toBe(checks.length + 15);
    const own = (await review.client.call("judge.limits", {})).find(({ alpha }) => alpha === 0.05);
    expect(own).toMatchObject({ isProven: false, isWithdrawn: true, nMoreNeeded: null });
    // None is drawn while it stands, neither to prove nor to watch.
    await review.snapshot();
    expect(drawn(review)).toHaveLength(2);
    await review.mark(spot.slice(19), "accept");
    expect(await guaranteeOf(review)).toMatchObject({ threshold: 0.97, spot_checks: { n_bad: 4, is_alarmed: false } });
    expect(drawn(review)).toHaveLength(3);
    await review.close();
  });

  it("count as good only where they were accepted blind", async () => {
    const { review, spot } = await openProven();
    const [first] = spot as [number];
    await review.client.call("review.opinion", { rater: RATER, candidateId: first });
    await review.mark([first], "accept");
    expect((await guaranteeOf(review)).spot_checks.n).toBe(0);
    const { ids } = await review.snapshot();
    expect(ids.slice(0, 100)).not.toContain(first);
    const other = await review.snapshot({ rater: "B" });
    expect(other.ids.slice(0, 5)).toContain(first);
    await review.mark([first], "accept", { rater: "B" });
    expect((await guaranteeOf(review)).spot_checks).toMatchObject({ n: 1, n_bad: 0 });
    await review.close();
  });

  it("leave the work done when nothing else is left, and are there when they are asked for", async () => {
    const { review, spot } = await openProven(120);
    const open = await review.snapshot({ show: "to-review" });
    await review.mark(
      open.ids.filter((id) => !spot.includes(id)),
      "reject",
    );
    expect(await review.snapshot({ show: "to-review" })).toMatchObject({ ids: [], nQueue: 0, counts: { toReview: 0 } });
    expect((await review.client.call("judge.next", { rater: RATER })).ids).toEqual([]);
    const asked = await review.client.call("judge.next", { n: 20, nRandom: 20, rater: RATER });
    expect(new Set(asked.ids)).toEqual(new Set(spot));
    const among = await review.snapshot({ among: asked.ids });
    expect(among.nQueue).toBe(20);
    expect(new Set(among.ids)).toEqual(new Set(spot));
    await review.close();
  });

  it("serve a proof that needs them again, and wait when one mark of it is only taken back", async () => {
    const { review, checks, spot } = await openProven();
    await review.mark([checks[0]!], "clear");
    expect(await guaranteeOf(review)).toMatchObject({ threshold: null, n_more_needed: 1, spot_checks: { n: 0 } });
    const waiting = await review.snapshot();
    expect(waiting.ids.slice(0, 40)).toContain(checks[0]);
    expect(waiting.ids.slice(0, waiting.nQueue).filter((id) => spot.includes(id))).toEqual([]);
    // A bad one asks for the second look: it needs what was drawn already, and more.
    await review.mark([checks[0]!], "reject");
    const second = await review.snapshot();
    const inQueue = new Set(second.ids.slice(0, second.nQueue));
    const nNeeded = (await guaranteeOf(review)).n_more_needed;
    expect(spot.slice(0, nNeeded).every((id) => inQueue.has(id))).toBe(true);
    await review.close();
  });

  it("go on when a mask of theirs is taken out of the project", async () => {
    const { review, spot } = await openProven();
    await review.mark(spot.slice(1), "accept");
    await review.close();
    const file = Project.open(review.path, "write");
    file.transaction(() => file.run("UPDATE candidate SET retired_at = 1 WHERE id = ?", spot[0]!));
    file.close();
    const again = await openExisting(review.path);
    const { spot_checks: seen } = await guaranteeOf(again);
    expect(seen).toMatchObject({ n: 19, n_bad: 0, n_to_next_look: 20 });
    expect(seen.e_value).toBeLessThan(1);
    await again.close();
  });

  it("are mixed into winnow queue, given alone by winnow queue --random, and drawn on when winnow label completes a batch", async () => {
    const { review, spot } = await openProven();
    await review.close();
    const queue = async (...more: string[]) => {
      const run = await winnow("queue", "--project", review.path, "--json", ...more);
      expect(run.code).toBe(0);
      return run.json<{ candidate: string; reason: string }[]>();
    };
    const mixed = await queue("--n", "10");
    expect(mixed.map((item) => item.reason).toSorted()).toEqual([
      ...new Array<string>(8).fill("informative"),
      ...new Array<string>(2).fill("spot-check"),
    ]);
    expect(Object.keys(mixed[0]!)).toEqual(["case", "candidate", "class", "mask_path", "reason"]);
    const alone = await queue("--random");
    expect(alone.map((item) => item.reason)).toEqual(new Array<string>(20).fill("spot-check"));
    const file = Project.open(review.path, "read");
    const names = file.all<{ name: string }>(
      "SELECT name FROM candidate WHERE id IN (SELECT value FROM json_each(?))",
      JSON.stringify(spot),
    );
    file.close();
    expect(new Set(alone.map((item) => item.candidate))).toEqual(new Set(names.map(({ name }) => name)));
    const csv = join(folder, "spot.csv");
    writeFileSync(csv, ["candidate,label", ...alone.map(({ candidate }) => `${candidate},accept`)].join("\n"));
    expect((await winnow("label", "--project", review.path, "--from", csv)).code).toBe(0);
    const next = await queue("--n", "5");
    expect(next.map((item) => item.reason)).toContain("spot-check");
    expect(alone.map((item) => item.candidate)).not.toContain(
      next.find((item) => item.reason === "spot-check")!.candidate,
    );
  });
});
