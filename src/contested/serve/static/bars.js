// Bars by day, one on top of another: what is above 0 upwards, what is below downwards.

import { across, LEFT, RIGHT } from "./chart.js";
import { makeFigure } from "./figure.js";
import { ceiling, isoDate, marks, number, shortDate } from "./format.js";
import { html, sized, svg } from "./svg.js";

/** @typedef {import("./types.js").Scenario} Scenario */
/** @typedef {{label: string, colour: string, values: number[]}} Part */

const HEIGHT = 120, TOP = 8, BOTTOM = 18;

/**
 * @param {string} name @param {Scenario} scenario @param {(day: number) => void} chosen
 * @param {{cite: () => import("./figure.js").Citation, caption: () => string}} gives @param {HTMLElement} place
 */
export function makeBars(name, scenario, chosen, gives, place) {
  const picture = /** @type {SVGSVGElement} */ (svg("svg"));
  const heading = html("h3"), key = html("ul", { class: "legend" });
  /** @type {Part[]} */
  let drawn = [];
  const rows = () => [
    ["date", ...drawn.map((part) => part.label)],
    ...Array.from({ length: scenario.days }, (_, day) => [isoDate(scenario.start, day), ...drawn.map((part) => part.values[day])]),
  ];
  heading.textContent = name;
  const root = makeFigure(name, heading, [key, picture], { ...gives, rows, key: () => [...key.children].map((child) => child.cloneNode(true)) },
    (figure) => place.append(figure));
  root.hidden = true;
  let width = 0, cursor = svg("line");
  picture.addEventListener("pointerdown", (event) => {
    const inside = (event.clientX - picture.getBoundingClientRect().left) * (width / picture.clientWidth);
    const day = Math.floor(((inside - LEFT) / (width - LEFT - RIGHT)) * scenario.days);
    chosen(Math.min(scenario.days - 1, Math.max(0, day)));
  });

  return {
    clear() {
      root.hidden = true;
    },
    /** @param {Part[]} parts of one length */
    draw(parts) {
      const some = parts.filter((part) => part.values.some(Boolean));
      drawn = some;
      root.hidden = !some.length;
      if (!some.length) return;
      key.replaceChildren(...some.map((part) => html("li", {}, [
        svg("svg", { width: 12, height: 12, "aria-hidden": "true" }, [svg("rect", { width: 12, height: 12, rx: 2, fill: part.colour })]), part.label])));
      width = sized(picture, HEIGHT);
      const days = Array.from({ length: scenario.days }, (_, day) => day);
      const reach = (/** @type {number} */ to) => Math.max(...days.map((day) => some.reduce((total, part) => total + Math.max(0, to * part.values[day]), 0)));
      const most = reach(1) && ceiling(reach(1)), least = reach(-1) && -ceiling(reach(-1));
      const y = (/** @type {number} */ v) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * (v - least)) / (most - least);
      const x = across(scenario, width), step = (width - LEFT - RIGHT) / scenario.days;
      for (const at of [...new Set([least, 0, most])].filter((v) => !v || Math.abs(y(v) - y(0)) > 11)) {
        picture.append(svg("line", { class: "grid", x1: LEFT, x2: width - RIGHT, y1: y(at), y2: y(at) }));
        picture.append(svg("text", { class: "tick side", x: LEFT - 6, y: y(at) + 4 }, [number(Math.abs(at))]));
      }
      for (const day of marks(scenario.start, scenario.days)) {
        picture.append(svg("text", { class: "tick", x: x(day), y: HEIGHT - 4 }, [shortDate(scenario.start, day)]));
      }
      const above = days.map(() => 0), below = days.map(() => 0);
      for (const part of some) {
        let d = "";
        part.values.forEach((value, day) => {
          if (!value) return;
          const base = value > 0 ? above : below, from = base[day];
          base[day] += value;
          d += `M${(x(day) - step / 2).toFixed(1)} ${y(from).toFixed(1)}h${(step * 0.98).toFixed(2)}V${y(base[day]).toFixed(1)}h${(-step * 0.98).toFixed(2)}Z`;
        });
        picture.append(svg("path", { fill: part.colour, d }));
      }
      picture.setAttribute("role", "img");
      picture.setAttribute("aria-label", `${name}, by day: ${some.map((part) => `${part.label} at most ${number(Math.max(...part.values.map(Math.abs)))}`).join("; ")}`);
      cursor = svg("line", { class: "cursor", y1: TOP, y2: HEIGHT - BOTTOM });
      picture.append(cursor);
    },
    /** @param {number} day */
    move(day) {
      const x = across(scenario, width)(day).toFixed(1);
      cursor.setAttribute("x1", x);
      cursor.setAttribute("x2", x);
    },
  };
}
