import type { VolumeSeries } from "#contract/volumes.ts";
import { format } from "../format.ts";

const n = (count: number): string => format.number(count);
const files = (count: number): string => (count === 1 ? "1 file" : `${n(count)} files`);
const masks = (count: number): string => (count === 1 ? "1 mask" : `${n(count)} masks`);

export const volumes = {
  title: "Choose a volume",
  lead: "Of a file with several volumes one is the image. The files stay as they are.",
  choose: "Choose the volume…",
  // Files
  files: "Files with several volumes",
  group: (nFiles: number, nVolumes: number): string => `${files(nFiles)} with ${n(nVolumes)} volumes`,
  further: (count: number): string => `and ${files(count)} more, for which “all” holds too`,
  unchosen: "No volume chosen: left out",
  outdated: (volume: number, of: number): string => `Choose again: it was ${n(volume)} of ${n(of)}`,
  isUsed: (name: string): string => `${name} is used`,
  // The volumes of a file
  volume: (volume: number): string => `Volume ${n(volume)}`,
  named: (volume: number, name: string): string => `Volume ${n(volume)}: ${name}`,
  at: (value: number, digits: number, unit: string): string => `${format.number(value, digits)} ${unit}`,
  of: (name: string, nVolumes: number): string => `${name} (of ${n(nVolumes)})`,
  about: "What the file holds",
  size: (nVolumes: number, size: readonly number[]): string => `${n(nVolumes)} volumes of ${format.size(size)} voxels`,
  axis: ({ axis, names }: VolumeSeries, step: string | null): string =>
    axis === "time"
      ? step === null
        ? "One after the other in time; the file does not say how far apart."
        : `One after the other in time, ${step} apart.`
      : axis === "channels"
        ? names
          ? `Channels, named in dataset.json: ${names.join(", ")}.`
          : "Channels; nothing names them."
        : "The file does not say whether they are times or channels: look at the pictures.",
  chosenBy: (who: string, when: string): string => `chosen by ${who}, ${when}`,
  // Picture
  picture: "Middle slice of the volume",
  underWay: "The volume is being read",
  position: (index: number, count: number): string => `${n(index)} of ${n(count)}`,
  previousFile: "Previous file",
  nextFile: "Next file",
  previousVolume: "Previous volume",
  nextVolume: "Next volume",
  slider: "Volume",
  // Doing it
  forAll: (nFiles: number, nVolumes: number): string => `For all ${n(nFiles)} files with ${n(nVolumes)} volumes alike`,
  onlyThis: "Only this file",
  use: "Use this volume",
  isUsedAlready: "This volume is used already.",
  takeBack: "Take back",
  takeAllBack: (nFiles: number): string => `Take back for ${files(nFiles)}`,
  rests: (nMasks: number): string =>
    `${masks(nMasks)} ${nMasks === 1 ? "is" : "are"} marked on the volume that is used now. These marks then rest, and count again when it is used again.`,
  done: (name: string, nFiles: number): string => `${name} is used of ${files(nFiles)}.`,
  undone: (nFiles: number): string => `choosing a volume of ${files(nFiles)}`,
  takenBack: (nFiles: number): string => `Taken back for ${files(nFiles)}.`,
  marksRest: (nMasks: number): string => `The marks of ${masks(nMasks)} rest: they were given on another volume.`,
  failed: "The volume could not be chosen.",
  failedSome: (count: number, why: string): string => `${files(count)} cannot be used with this volume: ${why}`,
  stop: "Stopped. The choice is kept; the files are read when their folder is added again.",
  // Empty and error
  cannotLoad: "The files cannot be listed",
  emptyTitle: "No file holds several volumes",
  emptyText: "Every image that was added is one volume, or one picture.",
  keysFile: "Another file",
  keysVolume: "Another volume",
  keysAll: "For all files alike",
  keysMore: "All keys",
  actions: { open: "Choose a volume of 4-D files", back: "Back to the data" },
};
