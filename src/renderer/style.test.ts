import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const folder = import.meta.dirname;
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => !name.includes(".test."));
const linesOf = (endings: RegExp): { where: string; text: string }[] =>
  files
    .filter((name) => endings.test(name))
    .flatMap((name) =>
      readFileSync(join(folder, name), "utf8")
        .split("\n")
        .map((text, index) => ({ where: `${name}:${index + 1}`, text })),
    );

describe("the interface", () => {
  it("sees its files", () => {
    expect(linesOf(/\.tsx$/).length).toBeGreaterThan(2000);
    expect(linesOf(/\.css$/).length).toBeGreaterThan(1000);
  });

  it("has colours in the tokens alone", () => {
    const literal = /#[0-9a-f]{3,8}\b(?!\/)|\b(?:rgba?|hsla?|oklch|color-mix)\(/i;
    const found = [
      ...linesOf(/\.css$/).filter(({ where }) => !where.includes("tokens.css")),
      ...linesOf(/\.tsx?$/).filter(({ text }) => !/^\s*(?:import|export) .*"#/.test(text) && !/["']#\w+\//.test(text)),
    ].filter(({ text }) => literal.test(text));
    expect(found).toEqual([]);
  });

  it("uses no style that Chromium 108 does not know", () => {
    const unknown = /text-wrap:\s*balance|scrollbar-color|subgrid|@starting-style|view-transition|^\s*&|light-dark\(/;
    expect(linesOf(/\.css$/).filter(({ text }) => unknown.test(text))).toEqual([]);
  });

  it("has type in rem, so that it grows with the person's setting", () => {
    const fixed = /font-size:\s*[\d.]+px|font:\s.*\b\d+px/;
    expect(linesOf(/\.css$/).filter(({ text }) => fixed.test(text))).toEqual([]);
  });

  it("has its sentences in the catalogues alone", () => {
    const inText = /^\s*[A-Z][a-z]+(?: [a-z]+)+[.?!]?$|>\s*[A-Z][a-z]+(?: [a-z]+)+[.?!]?\s*</;
    const inAttribute = /\b(?:aria-label|label|title|placeholder|hint|text|alt)="[^"]*[a-z] [a-z][^"]*"/;
    const found = linesOf(/\.tsx$/).filter(({ text }) => inText.test(text) || inAttribute.test(text));
    expect(found).toEqual([]);
  });
});
