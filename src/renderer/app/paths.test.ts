import { describe, expect, it } from "vitest";
import { isProjectPath, joinPath, nameOf, parentOf } from "./paths.ts";

describe("paths", () => {
  it("names the last part on either system", () => {
    expect(nameOf("/data/lung/")).toBe("lung");
    expect(nameOf("D:\\Research\\Lung")).toBe("Lung");
    expect(nameOf("\\\\pathology\\share\\plate12")).toBe("plate12");
  });

  it("joins with the separator of the folder", () => {
    expect(joinPath("/data", "a.winnow")).toBe("/data/a.winnow");
    expect(joinPath("/", "a.winnow")).toBe("/a.winnow");
    expect(joinPath("D:\\Research", "a.winnow")).toBe("D:\\Research\\a.winnow");
  });

  it("goes up one folder, and stays at the top", () => {
    expect(parentOf("/data/lung")).toBe("/data");
    expect(parentOf("/data")).toBe("/");
    expect(parentOf("D:\\Research")).toBe("D:\\");
  });

  it("knows a project by its name", () => {
    expect(isProjectPath("/a/b.WINNOW")).toBe(true);
    expect(isProjectPath("/a/b")).toBe(false);
  });
});
