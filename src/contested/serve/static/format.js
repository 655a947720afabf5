// Numbers and dates as a reader meets them; the report's rules: three digits, persons whole.

const WORDS = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const EXACT = new Intl.NumberFormat("en");
const LONG = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const SHORT = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** @param {number} value */
export const number = (value) => WORDS.format(value);

/** @param {number} value */
export const exact = (value) => EXACT.format(value);

/** @param {number | null | undefined} value */
export const percent = (value) => (value === null || value === undefined ? "–" : `${Math.round(100 * value)} %`);

/** A count of people with its noun. @param {number} count @param {string} one @param {string} many */
export const counted = (count, one, many) => `${number(count)} ${count === 1 ? one : many}`;

/** @param {string} start @param {number} day */
const at = (start, day) => new Date(Date.parse(`${start}T00:00:00Z`) + day * 86_400_000);

/** A day as acts.csv has it. @param {string} start @param {number} day */
export const isoDate = (start, day) => at(start, day).toISOString().slice(0, 10);

/** @param {string} start @param {string} date */
export const dayOf = (start, date) => Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${start}T00:00:00Z`)) / 86_400_000);

/** Whether days have dates; the steps of a model have numbers, and `start` is what they are called. @param {string} start */
export const isDated = (start) => /^\d{4}-/.test(start);

/** @param {string} start @param {number} day */
export const longDate = (start, day) => (isDated(start) ? LONG.format(at(start, day)) : `${start} ${day}`);

/** @param {string} start @param {number} day */
export const shortDate = (start, day) => (isDated(start) ? SHORT.format(at(start, day)) : String(day));

/** Days on which an axis is marked: firsts of months, or Mondays of a short run. @param {string} start @param {number} days */
export function marks(start, days) {
  if (!isDated(start)) {
    const apart = Math.max(1, Math.round(ceiling((days - 1) / 5)));
    return Array.from({ length: Math.floor((days - 1) / apart) + 1 }, (_, k) => k * apart);
  }
  const all = Array.from({ length: days }, (_, day) => day);
  const firsts = all.filter((day) => at(start, day).getUTCDate() === 1);
  if (firsts.length >= 3) return firsts;
  const mondays = all.filter((day) => at(start, day).getUTCDay() === 1);
  return mondays.filter((_, k) => k % Math.ceil(mondays.length / 6) === 0);
}

/** A round number at least as large: 1, 2, 5 times a power of ten. @param {number} value */
export function ceiling(value) {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value) ?? 10) * power;
}

/** What is counted, in the plural. @type {Record<string, string>} */
const SEVERAL = {
  day: "days", event: "events", node: "nodes", officer: "officers", person: "people", site: "sites", station: "stations",
  step: "steps", tie: "ties",
};

/** What counts in nothing: its numbers stand alone. */
const BARE = ["-", "level", "share", "probability", "chance"];

/** A number with its unit, as a phrase. @param {string} value @param {string} unit */
export function measured(value, unit) {
  if (BARE.includes(unit)) return value;
  return `${value} ${value === "1" ? unit : (SEVERAL[unit] ?? unit)}`;
}
