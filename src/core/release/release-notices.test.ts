import { describe, expect, it } from "vitest";
import type { PlannedCase } from "./layouts.ts";
import { drawnTextFindings, releaseNotices } from "./release-notices.ts";

function planned(name: string, mayHoldDrawnText?: boolean): PlannedCase {
  const image = { path: `/x/${name}`, sha256: "", isVolume: true, channels: 1, channelPaths: [], nSlices: 1 };
  return {
    selected: { id: 1, name, masks: [] },
    image: mayHoldDrawnText === undefined ? image : { ...image, mayHoldDrawnText },
    fileName: name,
    subject: "sub-001",
    images: [],
    masks: [],
  };
}

describe("what is said before a release is shared", () => {
  it("a finding for each image into which devices draw names, and for no other", () => {
    const findings = drawnTextFindings([planned("ct", false), planned("ultrasound", true), planned("unknown")]);
    expect(findings).toMatchObject([{ severity: "warning", code: "drawn-text-possible", file: "ultrasound" }]);
  });

  it("that names of cases come from the names of files and folders, and how many files were cleared", () => {
    expect(releaseNotices(0, "nifti").join(" ")).toMatch(/files and folders.*No image file held free text/);
    expect(releaseNotices(1, "png").join(" ")).toContain("cleared from 1 image file;");
  });
});
