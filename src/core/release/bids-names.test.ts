import { describe, expect, it } from "vitest";
import { bidsPlaces } from "./bids-names.ts";
import type { ReleaseImage } from "./layouts.ts";

/** Names of the raw images of some cases, by their files and subjects. */
function named(
  cases: readonly (readonly [path: string, subject: string, ...channels: string[]])[],
  kind?: string,
): string[] {
  const images = new Map(
    cases.map(([path, , ...channelPaths], id): [number, ReleaseImage] => [
      id,
      { path, sha256: "", isVolume: true, channels: 1, channelPaths, nSlices: 1 },
    ]),
  );
  const selected = cases.map(([path], id) => ({ id, name: path, masks: [] }));
  const places = bidsPlaces(selected, images, new Map(cases.map(([, subject], id) => [id, subject])), kind);
  return cases.flatMap(([, , ...channels], id) => {
    const { folder, entities, suffix } = places.get(id)!;
    return [0, ...channels.map((_, index) => index + 1)].map(
      (channel) => `${folder}/${entities(channel)}_${suffix}.nii.gz`,
    );
  });
}

describe("names in a BIDS data set", () => {
  it("a name that is BIDS already stays, with its session and its kind of data", () => {
    expect(
      named([
        ["/x/sub-01/ses-2/anat/sub-01_ses-2_T1w.nii.gz", "sub-01"],
        ["/x/sub-01/func/sub-01_task-rest_bold.nii.gz", "sub-01"],
      ]),
    ).toEqual(["sub-01/ses-2/anat/sub-01_ses-2_T1w.nii.gz", "sub-01/func/sub-01_task-rest_bold.nii.gz"]);
  });

  it("others are named by subject, and numbered where a subject has several", () => {
    expect(
      named(
        [
          ["/x/a.nii.gz", "sub-001"],
          ["/x/b.nii.gz", "sub-001"],
          ["/x/c.nii.gz", "sub-002"],
        ],
        "CT",
      ),
    ).toEqual([
      "sub-001/anat/sub-001_run-1_CT.nii.gz",
      "sub-001/anat/sub-001_run-2_CT.nii.gz",
      "sub-002/anat/sub-002_CT.nii.gz",
    ]);
  });

  it("images whose masks would have the same name are numbered, whatever kinds they are", () => {
    expect(
      named([
        ["/x/anat/sub-01_T1w.nii.gz", "sub-01"],
        ["/x/anat/sub-01_T2w.nii.gz", "sub-01"],
        ["/x/anat/sub-01_run-1_FLAIR.nii.gz", "sub-01"],
      ]),
    ).toEqual([
      "sub-01/anat/sub-01_run-2_T1w.nii.gz",
      "sub-01/anat/sub-01_run-3_T2w.nii.gz",
      "sub-01/anat/sub-01_run-1_FLAIR.nii.gz",
    ]);
  });

  it("channels are files of their own, and masks go with the first", () => {
    expect(
      named([
        ["/x/a_0000.nii.gz", "sub-001", "/x/a_0001.nii.gz"],
        ["/x/b_0000.nii.gz", "sub-001", "/x/b_0001.nii.gz"],
      ]),
    ).toEqual([
      "sub-001/anat/sub-001_acq-1_run-1_image.nii.gz",
      "sub-001/anat/sub-001_acq-2_run-1_image.nii.gz",
      "sub-001/anat/sub-001_acq-1_run-2_image.nii.gz",
      "sub-001/anat/sub-001_acq-2_run-2_image.nii.gz",
    ]);
  });
});
