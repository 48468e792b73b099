import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Inventory } from "#contract/records.ts";
import { createRng } from "#domain/random/rng.ts";
import { addFolder } from "#core/intake/add-folder.ts";
import { inventory } from "#core/intake/inventory.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { AppError } from "#contract/errors.ts";
import { ReaderPool, type TaskOptions } from "#core/io/workers/pool.ts";
import { readerEntry } from "#core/process-entries.ts";
import { Project } from "#core/project/project.ts";
import { makePng } from "./make-png.ts";
import { temporaryFolder } from "./sample.ts";

/** The real readers, which also note what they were asked to read. */
export class NotingPool extends ReaderPool {
  #paths: string[] = [];

  constructor() {
    super(readerEntry, 2);
  }

  override async run<T>(task: string, input: unknown, what: string, options: TaskOptions): Promise<T> {
    this.#paths.push(what);
    try {
      return await super.run<T>(task, input, what, options);
    } catch (error) {
      // Taken back before it was read.
      if (error instanceof AppError && error.code === "cancelled") this.#paths.splice(this.#paths.indexOf(what), 1);
      throw error;
    }
  }

  /** The files that were read since the last time this was asked, by name. */
  takeRead(): string[] {
    const paths = this.#paths.toSorted();
    this.#paths = [];
    return paths;
  }
}

interface AddSettings {
  readonly folder?: string;
  readonly subjectPattern?: string;
  readonly signal?: AbortSignal;
  /** Hears how many files of a phase are done. */
  readonly onDone?: (phase: string, count: number) => void;
}

const base = temporaryFolder("intake");

/** A folder and a project file of a test's own. */
export class Intake {
  /** Holds the project file and the folder, nothing else. */
  readonly home = mkdtempSync(join(base, "t"));
  readonly folder = join(this.home, "data");
  readonly path = join(this.home, "p.winnow");
  readonly #pool: ReaderPool;

  constructor(pool: ReaderPool) {
    this.#pool = pool;
  }

  /** Writes a file of the folder. */
  put(path: string, contents: Uint8Array | string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), contents);
  }

  /** Writes `images/NAME.png` and its mask `masks_a/NAME.png`, each another one. */
  putPairs(...names: readonly string[]): void {
    for (const [seed, name] of names.entries()) {
      this.put(`images/${name}.png`, cells(seed));
      this.put(`masks_a/${name}.png`, squares([1, 0, 1]));
    }
  }

  /** Adds the folder; the project is opened for it and closed again, as the command does. */
  async add({ folder = this.folder, subjectPattern, signal, onDone }: AddSettings = {}): Promise<
    Inventory & { folderId: number }
  > {
    let phase = "";
    const progress = {
      phase: (name: string): void => {
        phase = name;
      },
      done: (count: number): void => onDone?.(phase, count),
    };
    const project = Project.open(this.path, "write", { create: true });
    try {
      const { folderId } = await addFolder({
        project,
        folder,
        pool: this.#pool,
        limits: defaultLimits,
        subjectPattern,
        signal: signal ?? new AbortController().signal,
        progress,
      });
      return { folderId, ...inventory(project, folderId) };
    } finally {
      project.close();
    }
  }

  /** Looks into the project file, or changes it. */
  async look<T>(work: (project: Project) => T | Promise<T>): Promise<T> {
    const project = Project.open(this.path, "write");
    try {
      return await work(project);
    } finally {
      project.close();
    }
  }
}

const SIDE = 24;

/** A grey picture of its own for every seed: 8 × 8 cells of random brightness, `scale` pixels each, `offset` brighter. */
export function cells(seed: number, { scale = 3, offset = 0 } = {}): Uint8Array {
  const rng = createRng(seed, "cells");
  const values = Array.from({ length: 64 }, () => 10 + rng.int(200));
  const side = 8 * scale;
  const samples = Array.from(
    { length: side * side },
    (_, i) => values[8 * Math.floor(i / side / scale) + Math.floor((i % side) / scale)]! + offset,
  );
  return makePng({ width: side, height: side, depth: 8, colourType: 0, samples });
}

/** A mask for such a picture: each value in a square of its own of 4 × 4 pixels, row by row; 36 have room. */
export function squares(values: readonly number[], depth: 8 | 16 = 8): Uint8Array {
  const samples = Array.from(
    { length: SIDE * SIDE },
    (_, i) => values[6 * Math.floor(i / SIDE / 4) + Math.floor((i % SIDE) / 4)] ?? 0,
  );
  return makePng({ width: SIDE, height: SIDE, depth, colourType: 0, samples });
}
