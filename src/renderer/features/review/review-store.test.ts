import { describe, expect, it } from "vitest";
import type { Client } from "#contract/client.ts";
import type { LabelOf, Mark, TileRow } from "#contract/commands/review.ts";
import { AppError } from "#contract/errors.ts";
import type { Undoable } from "../../app/history.ts";
import { ReviewStore } from "./review-store.ts";

/** A core in memory that keeps labels as the real one does, and can be told to have no room left. */
function open(n: number) {
  const labels = new Map<number, LabelOf>();
  const disk = { isFull: false, delay: Promise.resolve(), pictureVersion: "1" };
  const toRow = (id: number): TileRow => {
    const mine = labels.get(id) ?? null;
    const verdict = mine?.label === "accept" ? "accepted" : mine?.label === "reject" ? "rejected" : "to-review";
    return {
      id,
      caseId: id,
      case: `NUC-${id}`,
      letter: "A",
      candidate: "a",
      class: "nucleus",
      classIndex: 0,
      source: "file",
      maskPath: "m",
      pictureVersion: disk.pictureVersion,
      problem: null,
      verdict,
      decidedBy: mine && mine.label !== "later" ? "person" : null,
      mine,
      others: [],
      disagreement: false,
      why: null,
    };
  };
  const answers: Record<string, (input: never) => unknown> = {
    "review.snapshot": () => ({
      ids: Array.from({ length: n }, (_, i) => i + 1),
      nQueue: n,
      counts: { all: n, toReview: n, accepted: 0, rejected: 0, labelled: 0, disagreement: 0 },
    }),
    "review.rows": ({ ids }: { ids: number[] }) => ids.map(toRow),
    "review.mark": ({ marks, rater }: { marks: Mark[]; rater: string }) => {
      if (disk.isFull) throw new AppError("disk-full", "The disk is full.", "Free some room.");
      if (marks.some(({ seen }) => seen !== undefined && seen !== disk.pictureVersion))
        throw new AppError("bad-request", "The image was exchanged.", "Look at it again.");
      const before = marks.map(({ candidateId }): Mark => {
        const label = labels.get(candidateId);
        const { reasons = [], reasonsNo = [], note = "" } = label ?? {};
        return { candidateId, label: label?.label ?? "clear", reasons, reasonsNo, note, seconds: null };
      });
      for (const mark of marks) {
        if (mark.label === "clear") labels.delete(mark.candidateId);
        else labels.set(mark.candidateId, { ...mark, label: mark.label, rater, decidedAt: 1 });
      }
      return { rows: marks.map(({ candidateId }) => toRow(candidateId)), before, savedAt: 1 };
    },
  };
  const core = {
    call: async (name: string, input: never) => {
      await disk.delay;
      return answers[name]!(input);
    },
    on: () => () => {},
    close: () => Promise.resolve(),
  } as unknown as Client;
  const history: Undoable[] = [];
  const failures: string[] = [];
  const store = new ReviewStore(core, "HK", {
    onFailed: (error) => failures.push(error.code),
    onMarked: () => {},
    pushHistory: (entry) => {
      history.push(entry);
      return () => history.splice(history.indexOf(entry), 1);
    },
    describeUndo: (n) => `Undone: ${n}`,
  });
  return { store, labels, disk, history, failures };
}

describe("ReviewStore", () => {
  it("shows a mark and moves on before the disk answers", async () => {
    const { store, labels } = open(300);
    await store.load({});
    const saved = store.mark("accept");
    expect(store.focusId).toBe(2);
    expect(store.tile(1)).toMatchObject({ isSaving: true, row: { verdict: "accepted" } });
    expect(labels.size).toBe(0);
    expect(await saved).toBe(true);
    expect(store.tile(1).isSaving).toBe(false);
    expect(labels.get(1)?.label).toBe("accept");
    expect(store.state.counts).toMatchObject({ toReview: 299, accepted: 1, labelled: 1 });
  });

  it("undoes the mark of the same breath, before the disk has answered", async () => {
    const { store, labels, history } = open(10);
    await store.load({});
    const saved = store.mark("accept");
    const undone = history.at(-1)!.undo();
    await Promise.all([saved, undone]);
    expect(labels.get(1)?.label ?? "clear").toBe("clear");
    expect(store.tile(1)).toMatchObject({ isSaving: false, row: { mine: null } });
  });

  it("takes a mark back that could not be saved, and returns to its tile", async () => {
    const { store, disk, failures, history } = open(10);
    await store.load({});
    disk.isFull = true;
    expect(await store.mark("reject")).toBe(false);
    expect(store.tile(1)).toMatchObject({ isSaving: false, row: { mine: null, verdict: "to-review" } });
    expect(store.focusId).toBe(1);
    expect(failures).toEqual(["disk-full"]);
    expect(history).toEqual([]);
    expect(store.state.counts?.toReview).toBe(10);
  });

  it("labels a selection at once, and one undo takes all of it back", async () => {
    const { store, labels, history } = open(10);
    await store.load({});
    store.setFocus(2, "extend");
    expect(store.state.nSelected).toBe(3);
    await store.mark("reject");
    expect([...labels.keys()]).toEqual([1, 2, 3]);
    expect(store.focusId).toBe(4);
    await history[0]!.undo();
    expect(labels.size).toBe(0);
    expect(store.focusId).toBe(1);
    await history[0]!.redo();
    expect(labels.size).toBe(3);
    expect(history).toHaveLength(1);
  });

  it("undoes and redoes only on the pictures that were marked, also where the list has others by now", async () => {
    const { store, labels, disk, history } = open(300);
    await store.load({});
    await store.mark("accept");
    await store.mark("reject", "grid", [1]);
    // This one is far from what was asked for: its row comes with the answer.
    expect(store.row(250)).toBeUndefined();
    await store.mark("reject", "grid", [250]);
    disk.pictureVersion = "2";
    store.refreshRows();
    await store.loadRange(0, 300);
    expect(store.row(1)?.pictureVersion).toBe("2");
    for (const { undo, redo } of history) {
      await expect(undo()).rejects.toMatchObject({ code: "bad-request" });
      await expect(redo()).rejects.toMatchObject({ code: "bad-request" });
    }
    expect([...labels].map(([id, { label }]) => [id, label])).toEqual([
      [1, "reject"],
      [250, "reject"],
    ]);
    disk.pictureVersion = "1";
    await history[1]!.undo();
    expect(labels.get(1)?.label).toBe("accept");
  });

  it("gives a label the reasons that were ticked before it, and changes those of a label that is there", async () => {
    const { store, labels } = open(10);
    await store.load({});
    await store.setRemarks((remarks) => ({ ...remarks, reasons: ["holes"] }));
    expect(labels.size).toBe(0);
    await store.mark("reject");
    expect(labels.get(1)?.reasons).toEqual(["holes"]);
    store.setFocus(0);
    await store.setRemarks((remarks) => ({ ...remarks, note: "twice" }));
    expect(labels.get(1)).toMatchObject({ label: "reject", reasons: ["holes"], note: "twice" });
  });

  it("goes to the next undecided mask across pages and round the end", async () => {
    const { store } = open(250);
    await store.load({});
    store.setFocus(248);
    await store.loadRange(248, 249);
    await store.mark("accept");
    expect(store.focusId).toBe(250);
    await store.mark("accept");
    await new Promise(setImmediate);
    expect(store.focusId).toBe(1);
  });

  it("tells only the tiles that change", async () => {
    const { store } = open(50);
    await store.load({});
    const drawn: number[] = [];
    for (const id of store.state.ids) store.subscribeTile(id, () => drawn.push(id));
    for (const id of store.state.ids) store.tile(id);
    store.setFocus(1);
    expect(drawn).toEqual([1, 2]);
  });

  it("tells everybody of rows that were had elsewhere: an older answer may have stood in their place", async () => {
    const { store } = open(3);
    await store.load({});
    const old = store.row(1)!;
    await store.mark("accept");
    const marked = store.row(1)!;
    const seen: unknown[] = [];
    store.subscribe(() => seen.push(store.row(1)?.verdict));
    store.put([old]);
    store.put([marked]);
    expect(seen).toEqual(["to-review", "accepted"]);
  });
});
