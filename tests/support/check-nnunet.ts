import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";

/**
 * The integrity rules of nnU-Net v2 as `conventions.md` gives them, written anew: names, dataset.json, channels, shapes,
 * spacings, labels, NaN.
 * @returns what is wrong, in words; empty when nothing is
 */
export async function checkNnunet(folder: string): Promise<string[]> {
  const problems: string[] = [];
  const need = (holds: boolean, problem: string): void => void (holds || problems.push(problem));
  need(/^Dataset\d{3}_.+$/.test(basename(folder)), "the folder is not called DatasetXXX_Name");
  const json = JSON.parse(readFileSync(join(folder, "dataset.json"), "utf8")) as {
    channel_names: Record<string, string>;
    labels: Record<string, number>;
    numTraining: number;
    file_ending: string;
  };
  const values = Object.values(json.labels).toSorted((a, b) => a - b);
  need(json.labels["background"] === 0, "background is not 0");
  need(
    values.every((value, index) => value === index),
    "labels are not consecutive",
  );
  need([".nii.gz", ".png"].includes(json.file_ending), "the file ending is not lossless");
  const labels = readdirSync(join(folder, "labelsTr"));
  const images = readdirSync(join(folder, "imagesTr"));
  need(labels.length === json.numTraining, `numTraining is ${json.numTraining}, but there are ${labels.length} masks`);
  need(
    [...labels, ...images].every((name) => name.endsWith(json.file_ending)),
    "file endings differ",
  );
  const nChannels = Object.keys(json.channel_names).length;
  for (const name of labels) {
    const stem = name.slice(0, -json.file_ending.length);
    const own = images.filter((image) => image.replace(/_\d{4}\..*$/, "") === stem);
    const mask = await readImage(join(folder, "labelsTr", name), defaultLimits);
    const parts = await Promise.all(own.map((image) => readImage(join(folder, "imagesTr", image), defaultLimits)));
    const found = json.file_ending === ".png" ? (parts[0]?.channels ?? 0) : own.length;
    need(found === nChannels, `${stem} has ${found} channels instead of ${nChannels}`);
    for (const image of parts) {
      need(image.geometry.size.join() === mask.geometry.size.join(), `${stem}: image and mask differ in shape`);
      const spacing = image.geometry.spacingMm ?? [];
      need(
        spacing.every(
          (value, axis) => Math.abs(value - mask.geometry.spacingMm![axis]!) <= 1e-8 + 1e-5 * Math.abs(value),
        ),
        `${stem}: image and mask differ in spacing`,
      );
      need(
        (image.geometry.affine ?? []).every((value, i) => Math.abs(value - mask.geometry.affine![i]!) < 1e-3),
        `${stem}: image and mask differ in position`,
      );
      need(image.nonFiniteCount === 0, `${stem}: NaN in the image`);
    }
    need(
      Array.from(new Set(mask.data)).every((value) => values.includes(value)),
      `${stem}: labels that dataset.json does not list`,
    );
  }
  return problems;
}
