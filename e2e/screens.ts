/**
 * Takes the pictures of every screen for docs/screens, in a browser, from the sample data set and, where there is a
 * folder of test data (WINNOW_DATA), from its hippocampus volumes. Takes a few minutes: the judge on them is a real one.
 *
 * usage: npm run screens [-- NAME...]      only those whose names begin so
 */
import { cpSync, mkdirSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { ensureEndToEnd } from "../scripts/setup/e2e.mjs";
import { ensureWindow } from "../scripts/setup/window.mjs";
import { Pages } from "./pages/pages.ts";
import { startBrowser } from "./support/browser-shell.ts";
import { winnow } from "./support/command-line.ts";
import { copyNuclei } from "./support/sample.ts";
import { answer } from "./support/sample-project.ts";
import { areOthersWanted, isWanted, SCREENS, takeBoth, takeOne } from "./support/take-picture.ts";
import { takeMends } from "./support/take-mends.ts";
import { takeProposals } from "./support/take-proposals.ts";
import { takeVolumes } from "./support/take-volumes.ts";

/** Stands on the pictures: so it is short, and of nobody. */
const home = join(tmpdir(), "ana");
const documents = join(home, "Documents");
const data = process.env["WINNOW_DATA"];
const [alpha, delta] = ["0.1", "0.1"];
const RATER = "Ana Keller";
const N_VOLUMES = 12;

interface Judged {
  readonly guarantee: { readonly threshold: number | null; readonly n_more_needed: number };
}

rmSync(home, { recursive: true, force: true });
mkdirSync(documents, { recursive: true });
mkdirSync(SCREENS, { recursive: true });
await ensureEndToEnd();
// Pictures of an older window would be of no use, and a fresh clone has none at all.
await ensureWindow("renderer");
try {
  if (isWanted("propose")) await inOwnWindow("proposals", takeProposals);
  if (isWanted("mend")) await inOwnWindow("mending", takeMends);
  if (isWanted("volumes")) await inOwnWindow("volumes", takeVolumes);
  if (areOthersWanted("propose", "mend", "volumes")) {
    const nuclei = await makeNuclei();
    const hippocampus = data ? await makeHippocampus(data) : null;
    await takeAll(nuclei, hippocampus);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** The sample with a few damaged files, a judge, and its bound proven. */
async function makeNuclei(): Promise<string> {
  const folder = copyNuclei(documents, 176);
  damage(folder);
  const project = join(documents, "nuclei.winnow");
  await winnow("add", folder, "--project", project);
  await answer(project, ["--n", "60"], RATER);
  for (let version = 1; version <= 4; version += 1) {
    process.stdout.write(`training version ${version}\n`);
    await winnow("train", "--project", project);
    let judged = await winnow<Judged>("judge", "--project", project, "--alpha", alpha, "--delta", delta);
    if (version > 1) {
      while (judged.guarantee.threshold === null && judged.guarantee.n_more_needed > 0) {
        await answer(project, ["--random"], RATER);
        judged = await winnow<Judged>("judge", "--project", project);
      }
    }
    if (judged.guarantee.threshold !== null) return project;
    await answer(project, ["--n", "40"], RATER);
  }
  throw new Error("No version's bound could be proven.");
}

/** Files as they come: cut short, without an image, of another size, empty. */
function damage(folder: string): void {
  const [last, next, third] = readdirSync(join(folder, "images")).toSorted().toReversed() as [string, string, string];
  const cut = join(folder, "masks_kmeans", last);
  truncateSync(cut, Math.round(statSync(cut).size / 2));
  cpSync(join(folder, "masks_otsu", next), join(folder, "masks_otsu", "dsb_unknown.png"));
  writeFileSync(join(folder, "masks_kmeans", next), blackPicture(128));
  writeFileSync(join(folder, "masks_kmeans", third), blackPicture(160));
}

/** A square PNG of 8-bit greys without anything on it. */
function blackPicture(side: number): Buffer {
  const chunk = (type: string, content: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.from([0, 0, 0, side, 0, 0, 0, side, 8, 0, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(side * (side + 1)))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Volumes with the masks that people have drawn on them. */
async function makeHippocampus(from: string): Promise<string> {
  const source = join(from, "hippocampus");
  const folder = join(documents, "hippocampus");
  for (const kind of ["images", "masks"]) {
    mkdirSync(join(folder, kind), { recursive: true });
    const names = readdirSync(join(source, kind)).toSorted().slice(0, N_VOLUMES);
    for (const name of names) cpSync(join(source, kind, name), join(folder, kind, name));
  }
  const project = join(documents, "hippocampus.winnow");
  await winnow("add", folder, "--project", project);
  return project;
}

/** In a window of its own, which the others' recent projects know nothing of. */
async function inOwnWindow(name: string, take: typeof takeProposals): Promise<void> {
  const own = join(home, name);
  mkdirSync(own, { recursive: true });
  const shell = await startBrowser({ home: own });
  try {
    const { start } = new Pages(shell.page);
    await start.statement.waitFor();
    await start.sayName(RATER);
    await take(shell, own);
  } finally {
    await shell.quit();
  }
}

async function takeAll(nuclei: string, hippocampus: string | null): Promise<void> {
  const gone = join(documents, "archive.winnow");
  await winnow("add", copyNuclei(join(home, "archive"), 2), "--project", gone);
  const shell = await startBrowser({ home });
  try {
    const { page } = shell;
    const at = new Pages(page);
    const take = (name: string): Promise<void> => takeBoth(page, name);
    const open = async (project: string): Promise<void> => {
      await shell.give(project, () => at.start.openProject.click());
      await at.review.ready();
    };
    const close = async (): Promise<void> => {
      await page.keyboard.press("Control+Shift+x");
      await at.start.statement.waitFor();
    };
    // Before the window is drawn it hears no keys.
    await at.start.statement.waitFor();
    await take("start-first");
    await at.start.sayName(RATER);
    await open(gone);
    await at.go("Judge");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await take("judge-too-few");
    await close();
    rmSync(gone);

    if (hippocampus) {
      await open(hippocampus);
      await at.review.orderBy("By case");
      await page.keyboard.press("Home");
      await page.keyboard.press("f");
      await at.focus.pictures.nth(2).waitFor();
      await take("focus-volume");
      await page.keyboard.press("Escape");
      await close();
    }

    await open(nuclei);
    await at.review.orderBy("By case");
    await page.keyboard.press("Home");
    await take("review");
    await at.review.orderBy("Most useful first");
    await page.keyboard.press("Control+k");
    await at.palette.field.waitFor();
    await at.palette.field.fill("un");
    await take("commands");
    await page.keyboard.press("Escape");
    await page.getByRole("radio", { name: /^Rejected/ }).click();
    await page.getByRole("button", { name: /^.*Disagree/ }).click();
    await page.getByRole("heading", { name: "No mask fits this filter" }).waitFor();
    await take("review-empty");
    await page.getByRole("button", { name: "Clear the filter" }).click();
    await at.review.grid.waitFor();
    await page.keyboard.press("Home");
    await page.keyboard.press("f");
    await at.focus.pictures.first().waitFor();
    await at.focus.hiddenOpinion.waitFor();
    await take("focus-2d");
    await page.keyboard.press("3");
    await at.focus.opinion.waitFor();
    await page.keyboard.press("e");
    await at.focus.amounts.first().waitFor();
    await take("focus-2d-after");
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Escape");
    await at.go("Data");
    await at.data.findings.getByRole("heading", { level: 3 }).first().waitFor();
    // What was noticed stands first.
    await at.data.table.getByRole("button", { name: "Finding" }).click();
    await take("data");
    await at.go("Judge");
    await at.judge.versions.waitFor();
    await take("judge");
    await at.go("Release");
    await at.release.statement.waitFor();
    await take("release");
    await at.go("Review");
    await at.review.ready();
    await at.settings.setLanguage("de");
    await takeOne(page, "review-german");
    await at.go("Judge");
    await at.judge.statement.waitFor();
    await takeOne(page, "judge-german");
    await at.settings.setLanguage("en");
    await page.setViewportSize({ width: 1280, height: 720 });
    await at.go("Review");
    await at.review.ready();
    await takeOne(page, "review-1280x720");
    await page.setViewportSize({ width: 1440, height: 900 });
    await close();
    await take("start");
  } finally {
    await shell.quit();
  }
}
