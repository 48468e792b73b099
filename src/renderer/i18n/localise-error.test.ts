import { describe, expect, it } from "vitest";
import { AppError, exitCodeOf } from "#contract/errors.ts";
import { errors } from "./de/errors.ts";
import { localiseError } from "./localise-error.ts";

describe("failures of the core in the window's language", () => {
  const failure = new AppError("disk-full", "The disk is full: /data.", "Free some space.");

  it("stay as they are in English, and keep their detail in German", () => {
    expect(localiseError(failure, "en")).toBe(failure);
    const german = localiseError(failure, "de") as AppError;
    expect(german.code).toBe("disk-full");
    expect(german.message).toMatch(/^Die Festplatte ist voll.*\(The disk is full: \/data\.\)$/);
    expect(german.remedy).toMatch(/Platz/);
  });

  it("say in the core's words what to do where that depends on the file", () => {
    const picture = new AppError("file-unreadable", "PNG cannot hold it.", "Release as NIfTI.");
    const german = localiseError(picture, "de") as AppError;
    expect(german.message).toMatch(/ \(PNG cannot hold it\. Release as NIfTI\.\)$/);
    expect(german.remedy).toBe("");
  });

  it("whatever else is thrown goes through untouched", () => {
    const bug = new TypeError("x is undefined");
    expect(localiseError(bug, "de")).toBe(bug);
  });

  it("every code has its words", () => {
    for (const code of Object.keys(exitCodeOf))
      expect(errors[code as keyof typeof errors].message.length, code).toBeGreaterThan(5);
  });
});
