import { describe, expect, it } from "vitest";
import { findings as german } from "../../i18n/de/findings.ts";
import { findings as english } from "../../i18n/en/findings.ts";
import { findingText } from "./finding-text.ts";

describe("findingText", () => {
  it("knows a code, its family, and something to say of any other", () => {
    expect(findingText(english, "mask-empty").title).toBe("Mask is empty");
    expect(findingText(english, "nifti-sheared").title).toBe("Unusual NIfTI file");
    expect(findingText(english, "never-heard-of").title).toBe("Something about these files");
  });

  it("says the same codes in both languages", () => {
    expect(Object.keys(german)).toEqual(Object.keys(english));
  });
});
