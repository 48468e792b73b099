import { describe, expect, it } from "vitest";
import { formatter } from "./format.ts";

const en = formatter("en");
const de = formatter("de");

describe("numbers", () => {
  it("are written as the language does", () => {
    expect(en.number(2568)).toBe("2,568");
    expect(de.number(2568)).toBe("2.568");
    expect(en.auc(0.954)).toBe("0.954");
    expect(de.auc(0.954)).toBe("0,954");
    expect(en.dice(0.5)).toBe("0.50");
    expect(en.dice(0.5, 3)).toBe("0.500");
    expect(en.number(-0)).toBe("0");
  });

  it("are said in words where there are none", () => {
    expect(en.number(null)).toBe("none");
    expect(en.percent(Number.NaN)).toBe("not measured");
    expect(de.dice(undefined)).toBe("nicht gemessen");
  });

  it("state a bound rounded up and a coverage rounded down", () => {
    expect(en.bound(0.0401)).toBe("max. 4.1\u202f%");
    expect(en.bound(0.041)).toBe("max. 4.1\u202f%");
    expect(en.bound(0.04)).toBe("max. 4.0\u202f%");
    expect(en.coverage(0.6199)).toBe("61\u202f%");
    expect(en.coverage(0.29)).toBe("29\u202f%");
    expect(en.coverage(0.1239, 1)).toBe("12.3\u202f%");
  });

  it("have a decimal below 10 per cent alone", () => {
    expect(en.percent(0.041)).toBe("4.1\u202f%");
    expect(de.percent(0.041)).toBe("4,1\u202f%");
    expect(en.percent(0.62)).toBe("62\u202f%");
    expect(en.percent(0)).toBe("0\u202f%");
    expect(en.percent(0.041, 0)).toBe("4\u202f%");
  });

  it("say shares in hundreds, and in thousands where a hundred does not divide", () => {
    expect(en.share(0.05)).toBe("5 in 100");
    expect(en.share(0.005)).toBe("5 in 1,000");
    expect(de.share(0.07)).toBe("7 von 100");
  });

  it("say intervals, sizes, lengths, volumes and bytes", () => {
    expect(en.interval(0.71, 0.62, 0.79)).toBe("0.71 (0.62 to 0.79)");
    expect(en.interval(0.38, -0.003, 0.77)).toBe("0.38 (0.00 to 0.77)");
    expect(de.interval(0.71, 0.62, 0.79)).toBe("0,71 (0,62 bis 0,79)");
    expect(en.size([1064, 913])).toBe("1,064 × 913");
    expect(en.millimetres(0.4)).toBe("0.40 mm");
    expect(en.volume(9999)).toBe("9,999 mm³");
    expect(en.volume(12_345)).toBe("12.3 ml");
    expect(en.volume(null)).toBe("not measured");
    expect(en.bytes(512)).toBe("512 B");
    expect(en.bytes(1_234_000_000)).toBe("1.2 GB");
  });
});

describe("times", () => {
  it("are said in the two largest units", () => {
    expect(en.duration(12.4)).toBe("12 s");
    expect(en.duration(60)).toBe("1 min");
    expect(en.duration(80)).toBe("1 min 20 s");
    expect(en.duration(7500)).toBe("2 h 5 min");
    expect(de.duration(7200)).toBe("2 h");
  });

  it("that are left are estimates", () => {
    expect(en.timeLeft(0.2)).toBe("about 1 s");
    expect(en.timeLeft(81)).toBe("about 1 min 20 s");
    expect(de.timeLeft(20)).toBe("etwa 20 s");
  });

  it("of today, of yesterday and of before", () => {
    const now = new Date(2026, 10, 22, 15, 0).getTime();
    expect(en.dateTime(new Date(2026, 10, 22, 13, 58).getTime(), now)).toBe("Today 13:58");
    expect(en.dateTime(new Date(2026, 10, 21, 23, 59).getTime(), now)).toBe("Yesterday");
    expect(en.dateTime(new Date(2026, 10, 12, 9, 0).getTime(), now)).toBe("12 Nov");
    expect(en.dateTime(new Date(2025, 1, 3, 9, 0).getTime(), now)).toBe("3 Feb 2025");
    expect(de.dateTime(new Date(2026, 10, 22, 13, 58).getTime(), now)).toBe("Heute 13:58");
  });

  it("in full are UTC", () => {
    expect(en.utc(Date.UTC(2026, 10, 22, 13, 58, 4))).toBe("2026-11-22 13:58:04 UTC");
  });
});
