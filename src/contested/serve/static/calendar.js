// Dated acts under the curves, a row for each actor, on the same days.

import { LEFT, RIGHT, across } from "./chart.js";
import { longDate, shortDate } from "./format.js";
import { sized, svg, title } from "./svg.js";

/** @typedef {import("./types.js").Scenario} Scenario */
/** @typedef {import("./types.js").Act} Act */

const ROW = 16;

/** An act in words. @param {Act} act */
export const inWords = (act) => [act.act, act.form && `(${act.form})`, act.place && `in ${act.place}`].filter(Boolean).join(" ");

/** @param {SVGSVGElement} root @param {Scenario} scenario @param {number[]} drop lines left out @param {(day: number) => void} chosen */
export function makeCalendar(root, scenario, drop, chosen) {
  const actors = [...new Set(scenario.act.map((a) => a.actor))];
  /** @type {SVGElement} */
  let cursor = svg("line");
  let width = 0;
  return {
    draw() {
      width = sized(root, actors.length * ROW + 4);
      const x = across(scenario, width), day = (width - LEFT - RIGHT) / scenario.days;
      root.setAttribute("role", "img");
      root.setAttribute("aria-label", `${scenario.act.length} dated acts by day and actor`);
      actors.forEach((actor, k) => {
        root.append(svg("text", { class: "tick side", x: LEFT - 6, y: k * ROW + 12 }, [actor]));
        root.append(svg("line", { class: "grid", x1: LEFT, x2: width - RIGHT, y1: k * ROW + 9, y2: k * ROW + 9 }));
      });
      for (const act of scenario.act) {
        const from = Math.max(0, act.day), until = Math.min(scenario.days - 1, act.until);
        if (until < 0 || from >= scenario.days) continue;
        const when = act.until > act.day ? `${shortDate(scenario.start, act.day)} to ${longDate(scenario.start, act.until)}` : longDate(scenario.start, act.day);
        const bar = svg("rect", {
          class: `act${act.until > act.day ? " long" : ""}${drop.includes(act.line) ? " out" : ""}`, x: x(from) - day / 2, y: actors.indexOf(act.actor) * ROW + 3, rx: 2, height: 12,
          width: Math.max(3, day * (until - from + 1) - 0.5), fill: scenario.actors[act.actor] ?? "#667085",
        }, [title(`${act.actor}: ${inWords(act)}; ${when}`)]);
        bar.addEventListener("click", () => chosen(from));
        root.append(bar);
      }
      cursor = svg("line", { class: "cursor", y1: 0, y2: actors.length * ROW + 4 });
      root.append(cursor);
    },
    /** @param {number} day */
    move(day) {
      const x = across(scenario, width)(day).toFixed(1);
      cursor.setAttribute("x1", x);
      cursor.setAttribute("x2", x);
    },
  };
}
