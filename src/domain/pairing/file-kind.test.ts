import { describe, expect, it } from "vitest";
import { dataFileHeaders, dataPathsOf, fileKind, splitExtension } from "./file-kind.ts";

describe("files by their names", () => {
  it.each([
    ["a/b.nii.gz", "nifti"],
    ["a/b.MHA", "nifti"],
    ["a/b.nrrd", "nifti"],
    ["a/b.mgz", "nifti"],
    ["a/b.mgh.gz", "nifti"],
    ["a/b.mhd", "nifti-header"],
    ["a/b.nhdr", "nifti-header"],
    ["a/b.hdr", "nifti-header"],
    ["a/b.img", "nifti-data"],
    ["a/b.raw", "other"],
    ["a/b.tif", "picture"],
    ["a/b.TIFF", "picture"],
    ["a/b.bmp", "picture"],
    ["a/b.hdr.gz", "unread-image"],
    // Error maps of a release that is added again; a whole path names one file, wherever it lies.
    ["error_maps/b.nii.gz", "other"],
    ["release-1/error_maps/sub-001/anat/b.nii.gz", "other"],
    ["my_error_maps/b.nii.gz", "nifti"],
    ["/release-1/error_maps/b.nii.gz", "nifti"],
  ])("%s is %s", (path, kind) => {
    expect(fileKind(path)).toBe(kind);
  });

  it("a compressed ending is one ending", () => {
    expect(splitExtension("brain.mgh.gz")).toEqual({ stem: "brain", extension: ".mgh.gz" });
  });

  it("the data file of a header has its name, in its folder", () => {
    expect(dataPathsOf("a/scan.1.mhd")).toContain("a/scan.1.zraw");
    expect(dataPathsOf("scan.NHDR")).toContain("scan.raw.gz");
    expect(dataPathsOf("scan.hdr")).toEqual(["scan.img", "scan.IMG"]);
    expect(dataPathsOf("scan.mha")).toEqual([]);
    const paths = ["a/x.mhd", "a/x.raw", "b/x.raw", "a/y.hdr", "a/y.img", "a/z.nhdr", "a/z.raw.gz"];
    expect([...dataFileHeaders(paths)]).toEqual([
      ["a/x.raw", "a/x.mhd"],
      ["a/y.img", "a/y.hdr"],
      ["a/z.raw.gz", "a/z.nhdr"],
    ]);
  });
});
