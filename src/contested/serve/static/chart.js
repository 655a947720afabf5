// A curve over days, beside the claims of the same days; a line where the day is.

import { ceiling, isDated, isoDate, longDate, marks, number, shortDate } from "./format.js";
import { sized, svg, title } from "./svg.js";

/** @typedef {import("./types.js").Scenario} Scenario */
/** @typedef {import("./types.js").Claim} Claim */
/**
 * @typedef {{branch: number, label: string, top: number | null, unit: string, now: (number | null)[], before: (number | null)[] | null,
 *   claims: Claim[], fans?: import("./types.js").Fan[]}} Course
 */

export const LEFT = 74, RIGHT = 8;
const TOP = 8, BOTTOM = 18;
/** Signs of claims by what was said: a point, or a bound. */
const SIGNS = {
  "one figure": "M-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0 -7.2 0", "at least": "M-4 3.5L0 -4L4 3.5Z",
  "at most": "M-4 -3.5L0 4L4 -3.5Z", between: "M0 -4.5L4 0L0 4.5L-4 0Z",
};

/** @param {string} kind */
export const sign = (kind) => SIGNS[/** @type {keyof typeof SIGNS} */ (kind)] ?? SIGNS["one figure"];

/** @param {Scenario} scenario @param {number} width @returns {(day: number) => number} */
export const across = (scenario, width) => (day) => LEFT + ((width - LEFT - RIGHT) * (day + 0.5)) / scenario.days;

/**
 * @param {SVGSVGElement} root @param {Scenario} scenario @param {number} height @param {(day: number) => void} chosen
 */
export function makeChart(root, scenario, height, chosen) {
  /** @type {SVGElement} */
  let cursor = svg("line");
  let width = 0;
  /** @type {Course | null} */
  let drawn = null;

  /** @param {(number | null)[]} values @param {(v: number) => number} y */
  function path(values, y) {
    const x = across(scenario, width);
    let text = "";
    values.forEach((value, day) => {
      if (value !== null) text += `${text && values[day - 1] !== null ? "L" : "M"}${x(day).toFixed(1)} ${y(value).toFixed(1)}`;
    });
    return text;
  }

  root.addEventListener("pointerdown", (event) => {
    const inside = (event.clientX - root.getBoundingClientRect().left) * (width / root.clientWidth);
    const day = Math.floor(((inside - LEFT) / (width - LEFT - RIGHT)) * scenario.days);
    chosen(Math.min(scenario.days - 1, Math.max(0, day)));
  });

  return {
    /** @param {Course} course */
    draw(course) {
      drawn = course;
      width = sized(root, height);
      const claimed = course.claims.map((c) => c.high ?? c.value);
      const fans = course.fans ?? [];
      const seen = [...course.now, ...(course.before ?? []), ...claimed, ...fans.flatMap((fan) => fan.high)].map((v) => v ?? 0);
      const most = course.top ?? ceiling(Math.max(...seen));
      const least = -Math.max(0, ...seen.map((v) => -v)) && -ceiling(Math.max(...seen.map((v) => -v)));
      const y = (/** @type {number} */ v) => height - BOTTOM - ((height - TOP - BOTTOM) * (Math.min(v, most) - least)) / (most - least);
      const x = across(scenario, width);
      root.setAttribute("role", "img");
      root.setAttribute("aria-label", `${course.label} by day, at most ${number(Math.max(...course.now.map((v) => v ?? 0)))}`);
      for (const part of least ? [least / most, 0, 1] : [0, 0.5, 1]) {
        root.append(svg("line", { class: "grid", x1: LEFT, x2: width - RIGHT, y1: y(part * most), y2: y(part * most) }));
        const text = course.top === 1 ? `${100 * part} %` : number(part * most);
        root.append(svg("text", { class: "tick side", x: LEFT - 6, y: y(part * most) + 4 }, [text]));
      }
      for (const day of marks(scenario.start, scenario.days)) {
        root.append(svg("text", { class: "tick", x: x(day), y: height - 4 }, [shortDate(scenario.start, day)]));
      }
      if (scenario.origin < scenario.days - 1) {
        root.append(svg("line", { class: "origin", x1: x(scenario.origin), x2: x(scenario.origin), y1: TOP, y2: height - BOTTOM }));
      }
      if (course.branch) root.append(svg("line", { class: "branch", x1: x(course.branch - 0.5), x2: x(course.branch - 0.5), y1: TOP, y2: height - BOTTOM }));
      for (const fan of fans) {
        const [up, down] = [fan.high, fan.low].map((side) => side.map((value, day) => `${x(day).toFixed(1)} ${y(value).toFixed(1)}`));
        if (fan.runs > 1) root.append(svg("path", { class: `fan ${fan.kind}`, d: `M${[...up, ...down.reverse()].join("L")}Z` }));
        root.append(svg("path", { class: `middle ${fan.kind}`, d: path(fan.middle, y) }));
      }
      if (course.before) root.append(svg("path", { class: "before", d: path(course.before, y) }));
      root.append(svg("path", { class: "now", d: path(course.now, y) }));
      for (const c of course.claims) {
        const colour = scenario.sides[c.side] ?? "#667085";
        const range = c.low !== null && c.high !== null ? `${number(c.low)} to ${number(c.high)}` : number(c.value);
        const text = `${c.claimant} (${c.side}), ${longDate(scenario.start, c.day)}: ${c.kind === "between" ? "" : `${c.kind} `}${range}`;
        const mark = svg("path", { class: "claim", d: sign(c.kind), fill: colour, transform: `translate(${x(c.day).toFixed(1)} ${y(c.value).toFixed(1)})` }, [title(text)]);
        if (c.low !== null && c.high !== null && c.high > c.low) {
          root.append(svg("line", { class: "span", stroke: colour, x1: x(c.day), x2: x(c.day), y1: y(c.low), y2: y(c.high) }));
        }
        root.append(mark);
      }
      cursor = svg("line", { class: "cursor", y1: TOP, y2: height - BOTTOM });
      root.append(cursor);
    },
    /** What is drawn, a row for each day and what was claimed of it. */
    rows() {
      /** @type {(string | number | null)[][]} */
      const rows = [[isDated(scenario.start) ? "date" : scenario.start, "what", "value", "low", "high"]];
      const when = (/** @type {number} */ day) => (isDated(scenario.start) ? isoDate(scenario.start, day) : day);
      drawn?.now.forEach((value, day) => rows.push([when(day), drawn?.before ? "with the change" : "simulated", value, null, null]));
      drawn?.before?.forEach((value, day) => rows.push([when(day), "without the change", value, null, null]));
      for (const fan of drawn?.fans ?? []) {
        const what = `middle and 90 % of ${fan.runs} runs${drawn?.before ? ` ${fan.kind === "now" ? "with" : "without"} the change` : ""}`;
        fan.middle.forEach((value, day) => rows.push([when(day), what, value, fan.low[day], fan.high[day]]));
      }
      drawn?.claims.forEach((c) => rows.push([when(c.day), `claimed by ${c.claimant} (${c.side}), ${c.kind}`, c.value, c.low, c.high]));
      return rows;
    },
    /** @param {number} day */
    move(day) {
      const x = across(scenario, width)(day).toFixed(1);
      cursor.setAttribute("x1", x);
      cursor.setAttribute("x2", x);
    },
  };
}
