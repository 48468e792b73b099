import type { CallContext } from "#contract/client.ts";
import { versionErrors } from "../judge/explain/version-errors.ts";
import { candidateSource } from "../pictures/picture-sources.ts";
import type { WriteErrorMap } from "../release/write-error-maps.ts";
import type { Session } from "../session.ts";
import type { DrawnErrorMap, WriteErrorMapTask } from "../write-error-map.ts";
import { sayRestarted } from "./say-restarted.ts";

/** Reading the mask, writing the map, reading it back. */
const FILES_TIME = 3;

/** How a release gets its error maps: the judge looks, a reader thread draws what it saw and writes it. */
export function errorMapWriter(session: Session, version: number, { signal, emit }: CallContext): WriteErrorMap {
  const { project, engine, pool, limits, shippedNetwork: shipped } = session;
  const look = versionErrors({ project, engine, readers: { pool, limits }, shipped }, candidateSource, version, {
    signal,
    progress: { phase: () => undefined, done: () => undefined },
    onRestart: (reason) => sayRestarted(session, reason, emit),
  });
  return async (candidateId, path) => {
    const { task: drawing, lookedWith } = await look(candidateId);
    const task: WriteErrorMapTask = { drawing, path };
    const deadlineMs = FILES_TIME * limits.deadlineMs;
    const drawn = await pool.run<DrawnErrorMap>("release.writeErrorMap", task, drawing.mask.path, {
      deadlineMs,
      signal,
    });
    return { ...drawn, lookedWith };
  };
}
