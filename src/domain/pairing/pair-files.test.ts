import { describe, expect, it } from "vitest";
import { fileKind, splitExtension } from "./file-kind.ts";
import { folderRole, folderSplit } from "./folder-names.ts";
import { nameCases } from "./name-cases.ts";
import { pairFiles } from "./pair-files.ts";
import { subjectFromPath } from "./subject-key.ts";

/** "mask -> image (source)" for every pair. */
const pairs = (...paths: string[]): string[] =>
  pairFiles(paths).masks.map((mask) => `${mask.path} -> ${mask.imagePath} (${mask.source})`);

describe("pairing conventions", () => {
  it("siblings with an ending", () => {
    expect(
      pairs("a.nii.gz", "a_mask.nii.gz", "b.nii.gz", "b_seg.nii.gz", "c.png", "c-mask.png", "d.jpg", "d_label.png"),
    ).toEqual([
      "a_mask.nii.gz -> a.nii.gz (mask)",
      "b_seg.nii.gz -> b.nii.gz (seg)",
      "c-mask.png -> c.png (mask)",
      "d_label.png -> d.jpg (label)",
    ]);
    expect(pairs("a.png", "a_mask_otsu.png", "a_mask_unet.png")).toEqual([
      "a_mask_otsu.png -> a.png (otsu)",
      "a_mask_unet.png -> a.png (unet)",
    ]);
  });

  it("images/ with masks/, several sources, other extensions, folders below", () => {
    expect(
      pairs("s/images/a.jpg", "s/masks/a.png", "s/masks_otsu/a.png", "s/images/p/b.png", "s/masks/p/b.png"),
    ).toEqual([
      "s/masks/a.png -> s/images/a.jpg (masks)",
      "s/masks/p/b.png -> s/images/p/b.png (masks)",
      "s/masks_otsu/a.png -> s/images/a.jpg (otsu)",
    ]);
    expect(pairs("images/a.png", "masks/a_mask.png")).toEqual(["masks/a_mask.png -> images/a.png (masks)"]);
    expect(pairs("a.png", "masks/a.png")).toEqual(["masks/a.png -> a.png (masks)"]);
  });

  it("MSD and nnU-Net, further channels", () => {
    expect(pairs("T/imagesTr/h_001.nii.gz", "T/labelsTr/h_001.nii.gz", "T/imagesTs/h_002.nii.gz")).toEqual([
      "T/labelsTr/h_001.nii.gz -> T/imagesTr/h_001.nii.gz (labels)",
    ]);
    const nnunet = pairFiles([
      "imagesTr/a_0000.nii.gz",
      "imagesTr/a_0001.nii.gz",
      "labelsTr/a.nii.gz",
      "imagesTs/b_0000.nii.gz",
    ]);
    expect(nnunet.images).toEqual([
      { path: "imagesTr/a_0000.nii.gz", channelPaths: ["imagesTr/a_0001.nii.gz"], stem: "a" },
      { path: "imagesTs/b_0000.nii.gz", channelPaths: [], stem: "b" },
    ]);
    expect(nnunet.masks).toEqual([
      { path: "labelsTr/a.nii.gz", imagePath: "imagesTr/a_0000.nii.gz", source: "labels" },
    ]);
    expect(pairs("imagesTr/x_0001.nii.gz", "labelsTr/x_0001.nii.gz")).toEqual([
      "labelsTr/x_0001.nii.gz -> imagesTr/x_0001.nii.gz (labels)",
    ]);
  });

  it("MONAI Label and BIDS derivatives", () => {
    expect(pairs("d/a.nii.gz", "d/labels/final/a.nii.gz", "d/labels/original/a.nii.gz")).toEqual([
      "d/labels/final/a.nii.gz -> d/a.nii.gz (final)",
      "d/labels/original/a.nii.gz -> d/a.nii.gz (original)",
    ]);
    expect(
      pairs(
        "sub-01/anat/sub-01_T1w.nii.gz",
        "derivatives/auto/sub-01/anat/sub-01_desc-brain_mask.nii.gz",
        "derivatives/other/sub-01/anat/sub-01_space-orig_dseg.nii.gz",
      ),
    ).toEqual([
      "derivatives/auto/sub-01/anat/sub-01_desc-brain_mask.nii.gz -> sub-01/anat/sub-01_T1w.nii.gz (auto)",
      "derivatives/other/sub-01/anat/sub-01_space-orig_dseg.nii.gz -> sub-01/anat/sub-01_T1w.nii.gz (other)",
    ]);
    const two = pairFiles([
      "sub-01/anat/sub-01_T1w.nii.gz",
      "sub-01/anat/sub-01_T2w.nii.gz",
      "derivatives/a/sub-01/anat/sub-01_desc-brain_mask.nii.gz",
      "derivatives/a/sub-01/anat/sub-01_T2w_desc-x_mask.nii.gz",
    ]);
    expect(two.ambiguous.map((entry) => entry.path)).toEqual([
      "derivatives/a/sub-01/anat/sub-01_desc-brain_mask.nii.gz",
    ]);
    expect(two.masks.map((mask) => mask.imagePath)).toEqual(["sub-01/anat/sub-01_T2w.nii.gz"]);
  });

  it("mapping.csv comes first, and what it names wrongly is said", () => {
    const rows = [
      { imagePath: "x.png", maskPath: "y.png", source: "mapping", namedBy: "mapping.csv" },
      { imagePath: "z.png", maskPath: "", source: "mapping", namedBy: "mapping.csv" },
      { imagePath: "x.png", maskPath: "gone.png", source: "mapping", namedBy: "mapping.csv" },
    ];
    const result = pairFiles(["x.png", "y.png", "z.png"], rows);
    expect(result.masks).toEqual([{ path: "y.png", imagePath: "x.png", source: "mapping" }]);
    expect(result.images.map((image) => image.path)).toEqual(["x.png", "z.png"]);
    expect(result.missing).toEqual([{ path: "gone.png", namedBy: "mapping.csv" }]);
  });

  it("loses nothing: every image file is an image, a mask, an orphan or ambiguous", () => {
    const paths = ["images/a.png", "images/a.jpg", "masks/a.png", "masks/lost.png", "x_mask.png", "b.hdr", "b.img"];
    const result = pairFiles(paths);
    const accounted = [
      ...result.images.map((image) => image.path),
      ...result.masks.map((mask) => mask.path),
      ...result.orphanMasks,
      ...result.ambiguous.map((entry) => entry.path),
      "b.img",
    ];
    expect(accounted.toSorted()).toEqual(paths.toSorted());
    expect(result.ambiguous).toEqual([{ path: "masks/a.png", choices: ["images/a.jpg", "images/a.png"] }]);
    expect(result.orphanMasks).toEqual(["masks/lost.png", "x_mask.png"]);
  });
});

describe("names", () => {
  it("knows extensions and folders", () => {
    expect(splitExtension("a.b.nii.gz")).toEqual({ stem: "a.b", extension: ".nii.gz" });
    expect(splitExtension("SCAN.NII.GZ")).toEqual({ stem: "SCAN", extension: ".NII.GZ" });
    expect(splitExtension(".hidden")).toEqual({ stem: ".hidden", extension: "" });
    expect(fileKind("x/Thumbs.db")).toBe("other");
    expect(fileKind("x/._a.nii.gz")).toBe("other");
    expect(fileKind("A.JPEG")).toBe("picture");
    expect(folderRole("masks_annotator2_v7")).toEqual({ role: "masks", source: "annotator2_v7" });
    expect(folderRole("imagesTr")).toEqual({ role: "images" });
    expect(folderRole("notes")).toBeNull();
  });

  it("takes Tr and Ts for a split only where they follow the folder's own word", () => {
    expect(["imagesTr", "labelsTs", "masksTr_otsu", "predsTs"].map(folderSplit)).toEqual(["tr", "ts", "tr", "ts"]);
    expect(["masks_fits", "masks_results", "labels_expert_rater_ts", "images"].map(folderSplit)).toEqual([
      "",
      "",
      "",
      "",
    ]);
    expect(pairs("images/a.png", "masks_fits/a.png", "masks_results/a.png")).toEqual([
      "masks_fits/a.png -> images/a.png (fits)",
      "masks_results/a.png -> images/a.png (results)",
    ]);
  });

  it("gives cases unique names", () => {
    const images = [
      { path: "a/x.png", stem: "x" },
      { path: "b/x.png", stem: "x" },
      { path: "b/y.png", stem: "y" },
    ];
    expect([...nameCases(images).values()]).toEqual(["a/x", "b/x", "y"]);
    expect([...nameCases([{ path: "c/y.png", stem: "y" }], new Set(["y"])).values()]).toEqual(["c/y"]);
    expect([...nameCases([{ path: "y.jpg", stem: "y" }], new Set(["y"])).values()]).toEqual(["y~2"]);
  });

  it("finds the subject", () => {
    expect(subjectFromPath("sub-01/ses-2/anat/sub-01_ses-2_T1w.nii.gz")).toBe("sub-01");
    expect(subjectFromPath("images/patient001_frame12.nii.gz")).toBe("patient001");
    expect(subjectFromPath("images/hippocampus_001.nii.gz")).toBeNull();
    expect(subjectFromPath("images/AB12_slice3.png", /([A-Z]+\d+)_/)).toBe("AB12");
  });
});
