// Numbers about one thing on a line of powers of ten, and parties' ratios on another: who stands where.

import { makeFigure } from "./figure.js";
import { number } from "./format.js";
import { html, sized, svg, title } from "./svg.js";

/** @typedef {import("./claims.js").Claim} Claim */
/** @typedef {import("./claims.js").Party} Party */
/** @typedef {Pick<import("./figure.js").Gives, "cite" | "key">} Common */

/** Pixels of a row, and from 0 to the least power of ten. */
const ROW = 21, GAP = 36;

/** Room for numbers behind the line. @param {number} width */
const right = (width) => (width > 700 ? 128 : 88);

/** Where labels end and the line begins: broad pages have room for names. @param {number} width */
const left = (width) => Math.min(270, Math.round(width * 0.42));

/** @param {number[]} values @returns {[number, number]} powers of ten around them */
function powers(values) {
  const low = Math.floor(Math.log10(Math.min(...values))), high = Math.ceil(Math.log10(Math.max(...values)) + 1e-9);
  return [low, Math.max(high, low + 1)];
}

/** @param {string} text @param {number} room in pixels */
const short = (text, room) => (text.length * 6.6 <= room ? text : `${text.slice(0, Math.max(3, Math.floor(room / 6.6) - 1))}…`);

/**
 * Claims about one thing, a line each.
 * @param {HTMLElement} place @param {string} name @param {Claim[]} claims @param {Record<string, string>} sides @param {Common} common
 */
export function strip(place, name, claims, sides, common) {
  const root = /** @type {SVGSVGElement} */ (svg("svg", { role: "img", "aria-label": `${name}: ${claims.map(inWords).join("; ")}` }));
  makeFigure(name, html("h3", {}, [name]), [root], {
    ...common, caption: () => "What each said of the same; a line reaches as far as a bound leaves open. None is taken for the truth.",
    rows: () => [["date", "until", "claimant", "party", "side", "kind", "value", "low", "high", "unit", "source"],
      ...claims.map((c) => [c.date, c.end, c.claimant, c.party, c.side, c.kind, c.value, c.low, c.high, c.unit, c.source])],
  }, (figure) => {
    figure.classList.add("thing");
    place.append(figure);
  });
  const width = sized(root, ROW * claims.length + 20);
  const numbers = claims.flatMap((c) => [c.value, c.low, c.high]).filter((v) => v !== null && v > 0);
  const { low, high, at: x, marks, broken } = scale(claims, /** @type {number[]} */ (numbers), left(width), width - right(width));
  const from = left(width);
  for (const mark of marks) {
    root.append(svg("line", { class: "strip", x1: x(mark), x2: x(mark), y1: 0, y2: ROW * claims.length + 4 }));
    root.append(svg("text", { class: "tick", x: x(mark), y: ROW * claims.length + 16 }, [number(mark)]));
  }
  if (broken) {
    const y = ROW * claims.length + 12, middle = from + GAP / 2;
    root.append(svg("path", { class: "break", d: `M${middle - 5} ${y + 4}l4 -8M${middle + 1} ${y + 4}l4 -8` }, [title("From 0 to the next number is no power of ten.")]));
  }
  claims.forEach((claim, row) => {
    const y = ROW * row + 12, colour = sides[claim.side] ?? "#667085";
    const ends = [claim.low ?? claim.value ?? claim.high ?? 0, claim.high ?? claim.value ?? claim.low ?? 0];
    const least = claim.kind === "at most" ? low : ends[0], most = claim.kind === "at least" ? high : ends[1];
    root.append(svg("text", { class: "mark end", x: from - 10, y: y + 4 }, [short(claim.party, from - 14)]));
    if (most > least) root.append(svg("line", { class: "reach", x1: x(least), x2: x(most), y1: y, y2: y, stroke: colour, "stroke-opacity": 0.35 }));
    const at = claim.value !== null ? x(claim.value) : claim.kind === "between" ? (x(ends[0]) + x(ends[1])) / 2 : x(ends[0]);
    root.append(svg("circle", { class: "dot", cx: at, cy: y, r: 5.5, fill: colour }, [title(inWords(claim))]));
    root.append(svg("text", { class: "mark soft", x: width - right(width) + 12, y: y + 4 }, [short(brief(claim), right(width) - 12)]));
  });
}

/**
 * From 0 to 100 for percentages, else by powers of ten; where somebody says 0, it stands before them, behind a break.
 * @param {Claim[]} claims @param {number[]} numbers above 0 @param {number} from @param {number} to in pixels
 */
function scale(claims, numbers, from, to) {
  if (claims.every((c) => c.unit === "percent") && Math.max(0, ...numbers) <= 100) {
    return { low: 0, high: 100, at: (/** @type {number} */ v) => from + v / 100 * (to - from), marks: [0, 50, 100], broken: false };
  }
  const [low, high] = powers(numbers.length ? numbers : [1]);
  const broken = claims.some((c) => [c.value, c.low, c.high].some((v) => v !== null && v <= 0));
  const first = broken ? from + GAP : from;
  const at = (/** @type {number} */ v) => (v > 0 ? first + (Math.log10(v) - low) / (high - low) * (to - first) : from);
  const marks = Array.from({ length: high - low + 1 }, (_, k) => 10 ** (low + k));
  return { low: broken ? 0 : 10 ** low, high: 10 ** high, at, marks: broken ? [0, ...marks] : marks, broken };
}

/** @param {Claim} c */
export function inWords(c) {
  return `${c.party}: ${amount(c)}`;
}

/** The same in few signs. @param {Claim} c */
function brief(c) {
  const unit = c.unit === "percent" ? " %" : "";
  if (c.kind === "between") return `${number(c.low ?? 0)}–${number(c.high ?? 0)}${unit}`;
  const sign = c.kind === "at least" ? "≥ " : c.kind === "at most" ? "≤ " : "";
  return `${sign}${number(c.value ?? c.low ?? c.high ?? 0)}${unit}`;
}

/** A number as it was said. @param {Claim} c */
export function amount(c) {
  const unit = c.unit === "person" || !c.unit ? "" : c.unit === "percent" ? " %" : ` ${c.unit}`;
  if (c.value === null && c.low === null && c.high === null) return "no number";
  if (c.kind === "between") return `${number(c.low ?? 0)} to ${number(c.high ?? 0)}${unit}`;
  const said = number(c.value ?? c.low ?? c.high ?? 0);
  return `${c.kind === "one figure" ? "" : `${c.kind} `}${said}${unit}`;
}

/** @param {HTMLElement} place @param {Party[]} parties @param {Record<string, string>} sides @param {Common} common */
export function ratioChart(place, parties, sides, common) {
  const shown = parties.filter((p) => p.ratio !== null);
  if (!shown.length) {
    place.append(html("p", {}, ["No two parties give a number for the same thing and day."]));
    return;
  }
  const root = /** @type {SVGSVGElement} */ (svg("svg", { role: "img", "aria-label": shown.map(said).join("; ") }));
  const heading = html("h3", {}, ["Median ratio to what others say"]);
  makeFigure("ratios", heading, [root], {
    ...common, caption: () => "A party's number over the median of the others' for the same thing and day; the line goes from the least to the greatest.",
    rows: () => [["party", "side", "median", "least", "greatest", "things"], ...shown.map((p) => [p.name, p.side, p.ratio?.middle ?? null, p.ratio?.low ?? null, p.ratio?.high ?? null, p.ratio?.things ?? null])],
  }, (figure) => place.append(figure));
  const width = sized(root, ROW * shown.length + 24), from = left(width);
  const [low, high] = powers(shown.flatMap((p) => (p.ratio ? [p.ratio.low, p.ratio.high, 1] : [])));
  const x = (/** @type {number} */ v) => from + (Math.log10(v) - low) / (high - low) * (width - 156 - from);
  const step = Math.max(1, Math.ceil((high - low) / 6));
  for (let power = low; power <= high; power += step) {
    root.append(svg("line", { class: "strip", x1: x(10 ** power), x2: x(10 ** power), y1: 0, y2: ROW * shown.length + 4 }));
    root.append(svg("text", { class: "tick", x: x(10 ** power), y: ROW * shown.length + 18 }, [power === 0 ? "alike" : `${number(10 ** power)} ×`]));
  }
  root.append(svg("line", { class: "unit", x1: x(1), x2: x(1), y1: 0, y2: ROW * shown.length + 4 }));
  shown.forEach((party, row) => {
    const ratio = party.ratio, y = ROW * row + 12, colour = sides[party.side] ?? "#667085";
    if (!ratio) return;
    root.append(svg("text", { class: "mark end", x: from - 10, y: y + 4 }, [short(party.name, from - 14)]));
    root.append(svg("line", { class: "reach", x1: x(ratio.low), x2: x(ratio.high), y1: y, y2: y, stroke: colour, "stroke-opacity": 0.4 }));
    root.append(svg("circle", { class: "dot", cx: x(ratio.middle), cy: y, r: 5.5, fill: colour }, [title(said(party))]));
    root.append(svg("text", { class: "mark soft end", x: width - 2, y: y + 4 }, [`${number(ratio.middle)} × (${ratio.things})`]));
  });
}

/** @param {Party} p */
function said(p) {
  if (!p.ratio) return p.name;
  const things = p.ratio.things === 1 ? "thing" : "things";
  return `${p.name}: ${number(p.ratio.middle)} times what others say of ${p.ratio.things} ${things}`;
}
