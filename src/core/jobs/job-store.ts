import { randomUUID } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { toWireError } from "#contract/errors.ts";
import { sha256Of } from "../io/files/hash.ts";
import type { ReadableProject, WritableProject } from "../project/project.ts";
import { WINNOW_VERSION } from "../version.ts";

/** A piece of long work as a row of the project: what it was asked, where it stands, how it ended. */
export interface JobRecord {
  readonly id: string;
  readonly kind: string;
  readonly input: unknown;
}

/** Jobs that this process is doing now. */
const underWay = new Set<string>();

/** Whether a job of a kind was broken off with a checkpoint to go on from. */
export function canResume(project: ReadableProject, kind: string): boolean {
  const rows = project.all<{ id: string }>(
    "SELECT id FROM job WHERE kind = ? AND state <> 'succeeded' AND checkpoint IS NOT NULL AND code_version = ?",
    kind,
    WINNOW_VERSION,
  );
  return rows.length > 0 && rows.every((row) => !underWay.has(row.id));
}

/** Starts a job. Rows that a crash left "running" are marked as interrupted first. */
export function startJob(project: WritableProject, kind: string, input: unknown): JobRecord {
  const id = randomUUID();
  project.transaction(() => {
    markInterrupted(project);
    project.run(
      "INSERT INTO job (id, kind, input, state, code_version, started_at) VALUES (?, ?, ?, 'running', ?, ?)",
      id,
      kind,
      JSON.stringify(input),
      WINNOW_VERSION,
      Date.now(),
    );
  });
  underWay.add(id);
  return { id, kind, input };
}

/** Takes up a job that was cancelled, interrupted or failed, with its last checkpoint; null where there is none. */
export function resumeJob<Checkpoint>(
  project: WritableProject,
  kind: string,
): (JobRecord & { checkpoint: Checkpoint }) | null {
  return project.transaction(() => {
    markInterrupted(project);
    const row = project.get<{ id: string; input: string; checkpoint: Uint8Array; checkpoint_sha256: string }>(
      "SELECT id, input, checkpoint, checkpoint_sha256 FROM job WHERE kind = ? AND state IN ('cancelled', 'interrupted', 'failed') AND checkpoint IS NOT NULL AND code_version = ? ORDER BY started_at DESC LIMIT 1",
      kind,
      WINNOW_VERSION,
    );
    // A checkpoint that does not match its hash is not gone on from.
    if (!row || sha256Of(row.checkpoint) !== row.checkpoint_sha256) return null;
    project.run("UPDATE job SET state = 'running', error = NULL, finished_at = NULL WHERE id = ?", row.id);
    underWay.add(row.id);
    return {
      id: row.id,
      kind,
      input: JSON.parse(row.input) as unknown,
      checkpoint: deserialize(row.checkpoint) as Checkpoint,
    };
  });
}

/** Puts a checkpoint on disk; the one before is replaced in the same transaction. */
export function saveCheckpoint(project: WritableProject, id: string, checkpoint: unknown): void {
  const bytes = serialize(checkpoint);
  project.transaction(() =>
    project.run("UPDATE job SET checkpoint = ?, checkpoint_sha256 = ? WHERE id = ?", bytes, sha256Of(bytes), id),
  );
}

/** Ends a job; a job that succeeded gives its checkpoint up. */
export function finishJob(
  project: WritableProject,
  id: string,
  state: "succeeded" | "failed" | "cancelled",
  error?: unknown,
): void {
  underWay.delete(id);
  const wire = error === undefined ? null : JSON.stringify(toWireError(error));
  project.transaction(() => {
    project.run("UPDATE job SET state = ?, error = ?, finished_at = ? WHERE id = ?", state, wire, Date.now(), id);
    if (state === "succeeded")
      project.run("UPDATE job SET checkpoint = NULL, checkpoint_sha256 = NULL WHERE id = ?", id);
  });
}

/** Only the one writer of a project comes here, so whatever still says "running" belongs to a process that is gone. */
function markInterrupted(project: WritableProject): void {
  project.run("UPDATE job SET state = 'interrupted' WHERE state = 'running'");
}
