import { copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { applyPlatt } from "#domain/calibration/platt.ts";
import { createRng, type Rng, shuffled } from "#domain/random/rng.ts";
import { createCore } from "#core/core.ts";
import { sha256Of } from "#core/io/files/hash.ts";
import { judgeMetrics } from "#core/judge/judge-metrics.ts";
import { insertJudge } from "#core/project/queries/judges.ts";
import { insertLabels, type NewLabel } from "#core/project/queries/labels.ts";
import { Project, type SqlValue } from "#core/project/project.ts";
import { prepareAllTiles } from "./prepare-all-tiles.ts";

export interface LargeProjectOptions {
  /** The project file; what is there already is replaced, with its cache and its folder of pictures. */
  readonly to: string;
  /** Two masks a case. */
  readonly nCandidates: number;
  readonly say: (step: string) => void;
}

const sample = fileURLToPath(new URL("../../resources/sample/", import.meta.url));
/** Sources, and which of the sample's each shows. */
const SOURCES = { manual: "manual", otsu: "otsu", kmeans: "kmeans", "network-a": "otsu", "network-b": "kmeans" };
const RATERS = ["A. Berger", "K. Ortiz"];
const N_LABELS = 2000;
const N_SECOND_OPINIONS = 300;
const N_CHECKS_MARKED = 30;
const IMAGES_PER_SUBJECT = 4;
const context = { signal: new AbortController().signal, emit: () => {} };

/** What reading told of a file of the sample. */
interface KnownImage {
  readonly name: string;
  readonly row: Readonly<Record<string, SqlValue>>;
}
interface KnownMask {
  readonly path: string;
  readonly sha256: string;
  readonly labels: string;
  readonly label_value: number;
  readonly n_voxels: number;
  readonly bounds: string;
  readonly isGood: boolean;
}

/** One mask of the large project. */
interface LargeMask {
  readonly id: number;
  readonly name: string;
  readonly subject: string;
  readonly imageSha256: string;
  readonly maskSha256: string;
  readonly isGood: boolean;
}

export async function makeLargeProject({ to, nCandidates, say }: LargeProjectOptions): Promise<void> {
  const path = resolve(to);
  const folder = path.replace(/\.winnow$/, "-images");
  for (const old of [path, `${path}-wal`, `${path}-shm`, `${path}-cache`, folder])
    rmSync(old, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { images, masks } = await readSample(join(folder, ".sample.winnow"));
  say(`${images.length} pictures of the sample read`);

  const project = Project.open(path, "write", { create: true });
  const made = project.transaction(() => fill(project, folder, Math.ceil(nCandidates / 2), images, masks));
  say(`${made.length} masks of ${made.length / 2} images, every one a file`);
  const rng = createRng(1, "large project");
  project.transaction(() => {
    label(project, shuffled(made, rng).slice(0, N_LABELS - N_SECOND_OPINIONS), rng);
    judge(project, made, rng);
  });
  project.close();
  say("labels, a judge version and its scores");

  const core = createCore();
  await core.handlers["project.open"]({ path, access: "write", create: false }, context);
  await core.handlers["judge.apply"]({ isTrial: false }, context);
  const checks = await core.handlers["review.queue"]({ n: 20, random: "next-batch" }, context);
  await core.close();
  markChecks(
    path,
    checks.slice(0, N_CHECKS_MARKED).map((check) => check.candidate),
  );
  say(`a lot with ${checks.length} checks drawn, ${Math.min(N_CHECKS_MARKED, checks.length)} of them marked`);

  await prepareAllTiles(path);
  say(`tiles prepared: ${path}`);
}

/** Adds the sample to a project of its own, and keeps what was found. */
async function readSample(path: string): Promise<{ images: KnownImage[]; masks: Map<string, KnownMask> }> {
  const core = createCore();
  await core.handlers["project.open"]({ path, access: "write", create: true }, context);
  await core.handlers["intake.add"]({ folder: join(sample, "nuclei") }, context);
  await core.close();
  const project = Project.open(path, "read");
  const answers = new Map(
    readFileSync(join(sample, "answers.csv"), "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split(",") as [string, string, string])
      .map(([, maskPath, answer]) => [maskPath, answer === "accept"]),
  );
  const images = project
    .all<Record<string, SqlValue>>(
      "SELECT file.path, image_content.* FROM image_content JOIN file ON file.id = image_content.file_id ORDER BY file.path",
    )
    .map((row) => ({ name: basename(row["path"] as string), row }));
  const masks = project.all<Omit<KnownMask, "isGood">>(
    `SELECT file.path, mask_content.sha256, labels, label_value, n_voxels, bounds
     FROM candidate JOIN file ON file.id = candidate.file_id JOIN mask_content ON mask_content.file_id = file.id`,
  );
  project.close();
  rmSync(path);
  rmSync(`${path}-cache`, { recursive: true, force: true });
  return {
    images,
    masks: new Map(masks.map((mask) => [mask.path, { ...mask, isGood: answers.get(mask.path) ?? false }])),
  };
}

function fill(
  project: Project,
  folder: string,
  nCases: number,
  images: readonly KnownImage[],
  masks: ReadonlyMap<string, KnownMask>,
): LargeMask[] {
  const add = inserter(project);
  const now = Date.now();
  add("folder", { id: 1, path: basename(folder), added_at: now });
  add("class", { id: 1, name: "nucleus", value: 1 });
  const sources = Object.keys(SOURCES) as (keyof typeof SOURCES)[];
  const links = new Linker(folder);
  const made: LargeMask[] = [];
  let fileId = 0;
  const addFile = (path: string, from: string, sha256: SqlValue, role: string): number => {
    const { size, mtimeMs } = links.link(join(sample, "nuclei", from), path);
    fileId += 1;
    add("file", { id: fileId, folder_id: 1, path, size_bytes: size, mtime_ms: Math.floor(mtimeMs), sha256, role });
    return fileId;
  };
  for (let index = 0; index < nCases; index += 1) {
    const id = index + 1;
    const image = images[index % images.length]!;
    const name = `slide_${String(id).padStart(6, "0")}`;
    const subject = `patient_${String(1 + Math.floor(index / IMAGES_PER_SUBJECT)).padStart(5, "0")}`;
    const imageSha256 = image.row["sha256"] as string;
    const imageFile = addFile(`images/${name}.png`, `images/${image.name}`, imageSha256, "image");
    const { path: _path, ...content } = image.row;
    add("image_content", { ...content, file_id: imageFile });
    add("cases", {
      id,
      name,
      file_id: imageFile,
      image_sha256: imageSha256,
      subject,
      subject_origin: "pattern",
      created_at: now,
    });
    add("presence", { case_id: id, class_id: 1, state: "annotated", origin: "candidate" });
    for (const shift of [0, 1 + (index % 3)]) {
      const source = sources[(index + shift) % sources.length]!;
      const mask = masks.get(`masks_${SOURCES[source]}/${image.name}`)!;
      const { sha256, label_value, n_voxels, bounds, isGood } = mask;
      const maskFile = addFile(`masks_${source}/${name}.png`, mask.path, sha256, "mask");
      add("mask_content", {
        file_id: maskFile,
        image_file_id: imageFile,
        image_sha256: imageSha256,
        sha256,
        is_refused: 0,
        labels: mask.labels,
      });
      const candidate = {
        id: made.length + 1,
        name: `${name}:${source}:1`,
        case_id: id,
        class_id: 1,
        source,
        file_id: maskFile,
      };
      add("candidate", { ...candidate, label_value, mask_sha256: sha256, n_voxels, bounds, created_at: now });
      made.push({ id: candidate.id, name: candidate.name, subject, imageSha256, maskSha256: sha256, isGood });
    }
  }
  return made;
}

/** The raters mostly agree with the answer sheet; a part is marked by both. */
function label(project: Project, masks: readonly LargeMask[], rng: Rng): void {
  const labels: NewLabel[] = [];
  let decidedAt = Date.now() - 7 * 86_400_000;
  const give = (mask: LargeMask, rater: string): void => {
    decidedAt += 5000;
    const isGood = rng.next() < 0.04 ? !mask.isGood : mask.isGood;
    const word = rng.next() < 0.03 ? "later" : isGood ? "accept" : "reject";
    labels.push({
      ...PLAIN_LABEL,
      candidateId: mask.id,
      rater,
      label: word,
      reasons: word === "reject" ? ["missed-part"] : [],
      decidedAt,
    });
  };
  for (const [index, mask] of masks.entries()) {
    give(mask, RATERS[index % 2]!);
    if (index < N_SECOND_OPINIONS) give(mask, RATERS[(index + 1) % 2]!);
  }
  insertLabels(project, labels);
}

const PLAIN_LABEL = {
  reasonsNo: [],
  note: "",
  seconds: 2.5,
  judgeVersion: null,
  score: null,
  opinionVisible: false,
  assertedRandom: false,
  origin: "grid",
} as const;

/** A version as training would leave it, with scores that go with the answer sheet (and no weights). */
function judge(project: Project, masks: readonly LargeMask[], rng: Rng): void {
  const calibration = { slope: 1.4, intercept: 0.2 };
  const logitOf = (mask: LargeMask): number => (mask.isGood ? 2.2 : -1.6) + 1.3 * rng.normal();
  const labelled = project.all<{ candidate_id: number; label: "accept" | "reject" }>(
    "SELECT candidate_id, label FROM label WHERE label IN ('accept', 'reject') GROUP BY candidate_id HAVING count(DISTINCT label) = 1",
  );
  const isGood = labelled.map((row) => row.label === "accept");
  const items = labelled.map((row) => masks[row.candidate_id - 1]!);
  const pGood = items.map((mask) => applyPlatt(calibration, logitOf(mask)));
  const weights = new Uint8Array(64);
  const version = insertJudge(
    project,
    {
      kind: "quality-cnn/1",
      weights,
      weightsSha256: sha256Of(weights),
      calibration,
      trainingSet: items.map((mask, i) => ({
        candidate: mask.name,
        label: isGood[i] ? "accept" : "reject",
        subject: mask.subject,
        image_sha256: mask.imageSha256,
        mask_sha256: mask.maskSha256,
      })),
      seed: 1,
      metrics: judgeMetrics(pGood, isGood, new Set(items.map((mask) => mask.subject)).size),
      crossFitted: { pGood, isGood },
      settings: {},
      versions: {},
    },
    "bench",
  );
  const add = inserter(project);
  for (const mask of masks) {
    const logit = logitOf(mask);
    add("score", {
      judge_version: version,
      candidate_id: mask.id,
      image_sha256: mask.imageSha256,
      mask_sha256: mask.maskSha256,
      logit,
      p_good: applyPlatt(calibration, logit),
    });
  }
}

function markChecks(path: string, names: readonly string[]): void {
  const project = Project.open(path, "write");
  const ids = names.map((name) => project.get<{ id: number }>("SELECT id FROM candidate WHERE name = ?", name)!.id);
  const label_ = { ...PLAIN_LABEL, rater: RATERS[0]!, label: "accept", reasons: [], decidedAt: Date.now() } as const;
  project.transaction(() =>
    insertLabels(
      project,
      ids.map((candidateId) => ({ ...label_, candidateId })),
    ),
  );
  project.close();
}

/** Adds rows to any table; statements are prepared once for each set of columns. */
function inserter(project: Project): (table: string, row: Readonly<Record<string, SqlValue>>) => void {
  return (table, row) => {
    const columns = Object.keys(row);
    project.run(
      `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map((name) => `:${name}`).join(", ")})`,
      row,
    );
  };
}

/** Puts files of the sample into the folder again and again: one copy of each, and hard links to it. */
class Linker {
  readonly #folder: string;
  readonly #first = new Map<string, { path: string; size: number; mtimeMs: number }>();
  readonly #folders = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  link(from: string, as: string): { size: number; mtimeMs: number } {
    const path = join(this.#folder, as);
    if (!this.#folders.has(dirname(path))) mkdirSync(dirname(path), { recursive: true });
    this.#folders.add(dirname(path));
    const first = this.#first.get(from);
    if (first && tryLink(first.path, path)) return first;
    if (!existsSync(path)) copyFileSync(from, path);
    const { size, mtimeMs } = statSync(path);
    const copy = { path, size, mtimeMs };
    this.#first.set(from, copy);
    return copy;
  }
}

/** False where the file system has no further links for this file (or none at all). */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}
