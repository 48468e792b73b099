import { spawnSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdirSync, openSync, symlinkSync, writeFileSync, writeSync } from "node:fs";
import { platform } from "node:os";
import { dirname, join } from "node:path";
import { type CorpusFile, taken } from "./corpus-file.ts";
import { dicomBombs, dicoms } from "./malformed-dicom.ts";
import { masks } from "./malformed-masks.ts";
import { niftiBombs, niftiImages } from "./malformed-nifti.ts";
import { tiffBombs, tiffs } from "./malformed-tiff.ts";
import { otherVolumes, volumeBombs } from "./malformed-volumes.ts";
import { picture, pictureBombs, pictureMask, pictures } from "./malformed-pictures.ts";

/** A folder of malformed files among good ones, and what intake must say of each. */
export interface Corpus {
  /** Every file that was written, links and pipes aside. */
  readonly files: readonly CorpusFile[];
  /** Path → `severity code` of every finding there must be, those of links and pipes included. */
  readonly findings: ReadonlyMap<string, string>;
  /** Folders that are not entered: what lies in them is covered by the finding that names them. */
  readonly notEntered: readonly string[];
  /** What could not be made on this machine, and is not tested. */
  readonly leftOut: readonly string[];
}

/** Every file of reliability 2.1 that Winnow's formats can hold, and of its requirements R1 to R11 and R17. */
export function makeCorpus(folder: string): Corpus {
  const volumes = [...niftiImages(), ...otherVolumes(), ...dicoms()];
  const files = [...volumes, ...pictures(), ...tiffs(), ...masks(), ...bombs(), ...oddNames()];
  for (const file of files) writeCorpusFile(folder, file);
  const places = makeOddPlaces(folder);
  const findings = new Map<string, string>([
    ...files.flatMap(({ path, finding }): [string, string][] => (finding ? [[path, finding]] : [])),
    ...places.findings,
    // Said of the folder: masks of all kinds lie in it together.
    ["masks", "warning mask-values-gaps"],
    ["mapped/gone.png", "error pair-file-missing"],
  ]);
  return { files, findings, notEntered: places.notEntered, leftOut: places.leftOut };
}

function bombs(): CorpusFile[] {
  return [...niftiBombs(), ...volumeBombs(), ...dicomBombs(), ...pictureBombs(), ...tiffBombs()];
}

/** The files alone that cost most: a few megabytes each that would unpack to gigabytes. */
export function makeBombs(folder: string): CorpusFile[] {
  const files = bombs();
  for (const file of files) writeCorpusFile(folder, file);
  return files;
}

export function writeCorpusFile(folder: string, { path, contents }: CorpusFile): void {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  if (contents instanceof Uint8Array) {
    writeFileSync(target, contents);
    return;
  }
  const file = openSync(target, "w");
  writeSync(file, contents.start);
  ftruncateSync(file, contents.sizeBytes);
  closeSync(file);
}

/** Names that a careless program splits, decodes or takes for an option; each with an image and its mask. */
function oddNames(): CorpusFile[] {
  const names = [
    "two words",
    " a blank in front",
    'it\'s "quoted"',
    "emoji 🩻 and ümläut",
    "e\u0301 in two parts",
    "-dash",
    "=formula",
    "per%20cent & #hash?",
    "back\\slash",
    "two\nlines",
    "n".repeat(236), // with .png 240 characters
  ].filter((name) => platform() !== "win32" || !/["\\\n?]/.test(name));
  const deep = Array.from({ length: 12 }, (_, level) => `${level}-${"d".repeat(240)}`).join("/");
  return [
    ...names.flatMap((name, index) => [
      taken(`names/images/${name}.png`, picture(40 + index)),
      taken(`names/masks/${name}.png`, pictureMask()),
    ]),
    taken("names/images/folder.nii/inside.png", picture(60)),
    taken("names/masks/folder.nii/inside.png", pictureMask()),
    taken(`long/${deep}/images/deep.png`, picture(61)),
    taken(`long/${deep}/masks/deep.png`, pictureMask()),
    taken("names/.hidden.png", picture(62)),
    taken("names/Thumbs.db", picture(63)),
    taken("names/notes.txt", new Uint8Array(0)),
  ];
}

interface OddPlaces {
  readonly findings: [string, string][];
  readonly notEntered: string[];
  readonly leftOut: string[];
}

/** Links, a pipe, a name that is no text, and a folder too deep (reliability R17). */
function makeOddPlaces(folder: string): OddPlaces {
  const places: OddPlaces = { findings: [], notEntered: [], leftOut: [] };
  const say = (path: string, finding: string): void => void places.findings.push([path, finding]);
  const outside = `${folder}-outside`;
  writeCorpusFile(outside, taken("images/secret.png", picture(70)));
  mkdirSync(join(folder, "links", "images"), { recursive: true });
  const link = (target: string, path: string, finding: string | null): void => {
    symlinkSync(target, join(folder, path));
    if (finding) say(path, finding);
  };
  link("..", "links/loop", "warning link-to-folder-inside");
  link("round-b", "links/round-a", "error link-broken");
  link("round-a", "links/round-b", "error link-broken");
  link("nowhere.png", "links/images/broken.png", "error link-broken");
  link(join(outside, "images", "secret.png"), "links/images/outside.png", "error link-outside");
  link(outside, "links/outside", "error link-outside");
  link("../../images/grey.png", "links/images/inside.png", "warning pair-image-without-mask");
  makePipe(folder, places);
  makeNameThatIsNoText(folder, places);
  const tooDeep = Array.from({ length: 32 }, (_, level) => `level-${level + 1}`);
  writeCorpusFile(folder, taken(`${[...tooDeep, "below"].join("/")}/images/x.png`, picture(71)));
  say(tooDeep.join("/"), "error folder-too-deep");
  places.notEntered.push(tooDeep.join("/"));
  return places;
}

function makePipe(folder: string, places: OddPlaces): void {
  mkdirSync(join(folder, "links", "masks"), { recursive: true });
  const { status } = spawnSync("mkfifo", [join(folder, "links", "masks", "pipe.nii")]);
  if (status !== 0) {
    places.leftOut.push("a pipe (mkfifo is not here)");
    return;
  }
  symlinkSync("pipe.nii", join(folder, "links", "masks", "to-the-pipe.nii"));
  for (const name of ["pipe.nii", "to-the-pipe.nii"]) places.findings.push([`links/masks/${name}`, "error not-a-file"]);
}

function makeNameThatIsNoText(folder: string, places: OddPlaces): void {
  const name = Buffer.concat([
    Buffer.from(join(folder, "links", "images", "latin1-")),
    Uint8Array.of(0xe9),
    Buffer.from(".png"),
  ]);
  try {
    writeFileSync(name, picture(72));
  } catch {
    places.leftOut.push("a file name that is not UTF-8 (this file system refuses it)");
    return;
  }
  places.findings.push(["links/images/latin1-\ufffd.png", "error file-name-unreadable"]);
}
