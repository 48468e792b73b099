import { type Language, languageStore } from "./language.ts";

const THIN = "\u202f";
const locales: Readonly<Record<Language, string>> = { en: "en-GB", de: "de-DE" };

const numberFormats = new Map<string, Intl.NumberFormat>();

function written(value: number, language: Language, digits: number, least = digits): string {
  const key = `${language} ${least} ${digits}`;
  let numbers = numberFormats.get(key);
  if (!numbers) {
    numbers = new Intl.NumberFormat(locales[language], {
      minimumFractionDigits: least,
      maximumFractionDigits: digits,
      // What is rounded to 0 has no sign.
      signDisplay: "negative",
    });
    numberFormats.set(key, numbers);
  }
  return numbers.format(value);
}

const isMissing = (value: number | null | undefined): value is null | undefined =>
  value === null || value === undefined || Number.isNaN(value);

const words = {
  en: {
    none: "none",
    notMeasured: "not measured",
    of: "in",
    to: "to",
    about: "about",
    max: "max.",
    today: "Today",
    yesterday: "Yesterday",
    minutes: "min",
    hours: "h",
  },
  de: {
    none: "keine",
    notMeasured: "nicht gemessen",
    of: "von",
    to: "bis",
    about: "etwa",
    max: "max.",
    today: "Heute",
    yesterday: "Gestern",
    minutes: "min",
    hours: "h",
  },
} as const;

/** Guards a rounding direction against the last bit of a double: 0.041 × 1000 is 41.000000000000004. */
const EPSILON = 1e-9;

/** Numbers as ui.md, *Numbers*, has them, in one language. What is missing is said in words, never 0 or NaN. */
export function formatter(language: Language) {
  const say = words[language];
  const number = (value: number | null | undefined, digits = 0): string =>
    isMissing(value) ? say.none : written(value, language, digits);
  /** A share of 1 as per cent: one decimal below 10 % (or where asked), none in plots. */
  const percent = (value: number | null | undefined, digits?: number): string => {
    if (isMissing(value)) return say.notMeasured;
    const per = value * 100;
    return `${written(per, language, digits ?? (per < 10 && per > 0 ? 1 : 0))}${THIN}%`;
  };
  const duration = (seconds: number | null | undefined): string => {
    if (isMissing(seconds)) return say.notMeasured;
    const whole = Math.max(0, Math.round(seconds));
    if (whole < 60) return `${whole} s`;
    const minutes = Math.floor(whole / 60);
    if (minutes < 60)
      return whole % 60 === 0 ? `${minutes} ${say.minutes}` : `${minutes} ${say.minutes} ${whole % 60} s`;
    const rest = minutes % 60;
    return `${Math.floor(minutes / 60)} ${say.hours}${rest === 0 ? "" : ` ${rest} ${say.minutes}`}`;
  };
  return {
    number,
    percent,
    duration,
    /** Per cent with one decimal, rounded up: a bound is never flattered. "max. 4.1 %" */
    bound: (value: number | null | undefined): string =>
      isMissing(value)
        ? say.notMeasured
        : `${say.max} ${written(Math.ceil(value * 1000 - EPSILON) / 10, language, 1)}${THIN}%`,
    /** Per cent rounded down: what the judge decides is never flattered. */
    coverage: (value: number | null | undefined, digits = 0): string => {
      if (isMissing(value)) return say.notMeasured;
      const unit = 10 ** digits;
      return `${written(Math.floor(value * 100 * unit + EPSILON) / unit, language, digits)}${THIN}%`;
    },
    /** A limit that was chosen, as short as it was: "5 %", "0.5 %". */
    limit: (value: number): string => percent(value, Number.isInteger(Math.round(value * 1e6) / 1e4) ? 0 : 1),
    /** "5 in 100"; "5 in 1,000" where a hundred does not divide. */
    share: (value: number): string => {
      const inHundred = value * 100;
      return Math.abs(inHundred - Math.round(inHundred)) < EPSILON
        ? `${Math.round(inHundred)} ${say.of} 100`
        : `${written(value * 1000, language, 1, 0)} ${say.of} ${written(1000, language, 0)}`;
    },
    dice: (value: number | null | undefined, digits = 2): string =>
      isMissing(value) ? say.notMeasured : written(value, language, digits),
    auc: (value: number | null | undefined): string =>
      isMissing(value) ? say.notMeasured : written(value, language, 3),
    /** "0.71 (0.62 to 0.79)" */
    interval: (value: number, low: number, high: number, digits = 2): string =>
      `${written(value, language, digits)} (${written(low, language, digits)} ${say.to} ${written(high, language, digits)})`,
    /** "about 20 s": an estimate never pretends to know. Above a minute it moves in steps of five seconds. */
    timeLeft: (seconds: number): string =>
      `${say.about} ${duration(seconds > 60 ? Math.round(seconds / 5) * 5 : Math.max(1, Math.round(seconds)))}`,
    millimetres: (value: number): string => `${written(value, language, 2)} mm`,
    /** mm³ as whole numbers, from 10,000 on ml with one decimal; `dimensions` 2 gives mm². */
    volume: (mm3: number | null | undefined, dimensions: 2 | 3 = 3): string => {
      if (isMissing(mm3)) return say.notMeasured;
      if (dimensions === 2) return `${written(mm3, language, mm3 < 100 ? 1 : 0)} mm²`;
      return mm3 >= 10_000 ? `${written(mm3 / 1000, language, 1)} ml` : `${written(mm3, language, 0)} mm³`;
    },
    /** "1,064 × 913" */
    size: (edges: readonly number[]): string => edges.map((edge) => written(edge, language, 0)).join(" × "),
    /** "1.2 GB" in powers of 1,000, as disks are sold. */
    bytes: (value: number): string => {
      const units = ["B", "KB", "MB", "GB", "TB"];
      const power = Math.min(units.length - 1, value < 1000 ? 0 : Math.floor(Math.log10(value) / 3));
      const scaled = value / 1000 ** power;
      return `${written(scaled, language, power > 1 && scaled < 100 ? 1 : 0)} ${units[power]}`;
    },
    /** "14:32:08" */
    clock: (at: number): string => new Date(at).toLocaleTimeString(locales[language], { hour12: false }),
    /** "Today 13:58", "Yesterday", "12 Nov", with the year where it is another. */
    dateTime: (at: number, now = Date.now()): string => {
      const date = new Date(at);
      const dayOf = (time: Date): number => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
      const days = Math.round((dayOf(new Date(now)) - dayOf(date)) / 86_400_000);
      if (days === 0) {
        return `${say.today} ${date.toLocaleTimeString(locales[language], { hour: "2-digit", minute: "2-digit", hour12: false })}`;
      }
      if (days === 1) return say.yesterday;
      const isThisYear = date.getFullYear() === new Date(now).getFullYear();
      return date.toLocaleDateString(locales[language], {
        day: "numeric",
        month: "short",
        ...(isThisYear ? {} : { year: "numeric" }),
      });
    },
    /** The full time in UTC, for tooltips. */
    utc: (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`,
  };
}

export type Format = ReturnType<typeof formatter>;

const formatters: Readonly<Record<Language, Format>> = { en: formatter("en"), de: formatter("de") };

/** Formats in the language of the window as it is now: read it while drawing, and use `useText` to be drawn again. */
export const format: Format = new Proxy(formatters.en, {
  get: (_target, name) => formatters[languageStore.getState().language][name as keyof Format],
});
