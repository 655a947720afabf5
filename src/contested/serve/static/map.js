// The map: places where they are, as circles whose area is people. Marching, arrested that day, in custody, on strike.

import { number } from "./format.js";
import { sized, svg, title } from "./svg.js";

/** @typedef {import("./types.js").Scenario} Scenario */
/** @typedef {import("./types.js").Run} Run */

/** What a circle shows, from the back to the front, and what it is called. */
export const LAYERS = [
  { name: "crowd", label: "marching", text: "marching" },
  { name: "strikers", label: "on strike", text: "on strike" },
  { name: "custody", label: "in custody", text: "in custody" },
  { name: "detained", label: "arrested that day", text: "arrested that day" },
];
const HEIGHT = 440, LARGEST = 60, ROOM = 24;

/**
 * @param {SVGSVGElement} root @param {Scenario} scenario @param {(place: number) => void} chosen
 */
export function makeMap(root, scenario, chosen) {
  const { south, north, west, east } = scenario.frame;
  const squeeze = Math.cos(((south + north) / 2) * (Math.PI / 180));
  /** @type {(lon: number, lat: number) => [number, number]} */
  let at = () => [0, 0];
  const order = scenario.place.map((_, k) => k).sort((a, b) => scenario.place[b].population - scenario.place[a].population);
  /** @type {{group: SVGElement, circles: SVGElement[], before: SVGElement, tip: SVGElement}[]} */
  let parts = [];

  function place() {
    const height = Math.min(HEIGHT, Math.max(280, (root.parentElement?.clientWidth ?? 400) * 0.9));
    const width = sized(root, height);
    const per = Math.min((width - 2 * ROOM) / (squeeze * (east - west)), (height - 2 * ROOM) / (north - south));
    at = (lon, lat) => [width / 2 + (lon - (west + east) / 2) * squeeze * per, height / 2 - (lat - (south + north) / 2) * per];
    const lines = scenario.land.map((ring) => `M${ring.map(([lon, lat]) => at(lon, lat).map((v) => v.toFixed(1)).join(" ")).join("L")}Z`);
    root.append(svg("path", { class: "land", d: lines.join("") }));
    parts = [];
    for (const k of order) {
      const p = scenario.place[k];
      const [x, y] = at(p.lon, p.lat);
      const circles = LAYERS.map((layer) => svg("circle", { class: layer.name, r: 0 }));
      const before = svg("circle", { class: "before", r: 0 });
      const tip = title(p.name);
      const home = svg("circle", { class: p.kind === "countryside" || p.kind.endsWith("country") ? "home rest" : "home", r: 3 });
      const group = svg("g", { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, "data-place": k }, [
        tip, svg("circle", { class: "hit", r: 14 }), home, ...circles, before,
      ]);
      group.addEventListener("click", () => chosen(k));
      root.append(group);
      parts[k] = { group, circles, before, tip };
    }
    label(width);
  }

  /** Names of the towns that have room, the larger first. @param {number} width */
  function label(width) {
    /** @type {{x: number, y: number, half: number}[]} */
    const taken = [];
    for (const k of order) {
      const p = scenario.place[k];
      if (p.kind.endsWith("country") || p.kind === "countryside" || taken.length >= 9) continue;
      const half = p.name.length * 3.6;
      const [middle, above] = at(p.lon, p.lat);
      const x = Math.min(width - half, Math.max(half, middle)), y = above + 16;
      if (taken.some((t) => Math.abs(t.x - x) < t.half + half && Math.abs(t.y - y) < 15)) continue;
      taken.push({ x, y, half });
      root.append(svg("text", { x, y, class: "name" }, [p.name]));
    }
  }

  return {
    place,
    /** @param {number} day @param {Run} run @param {Run | null} before @param {number | null} selected */
    draw(day, run, before, selected) {
      const most = Math.max(1, ...[run, before].flatMap((r) => (r ? r.place.crowd.map((row) => Math.max(...row)) : [])));
      const radius = (/** @type {number} */ people) => (people > 0 ? Math.max(1.6, LARGEST * Math.sqrt(people / most)) : 0);
      parts.forEach((part, k) => {
        LAYERS.forEach((layer, j) => part.circles[j].setAttribute("r", radius(run.place[layer.name][day][k]).toFixed(1)));
        part.before.setAttribute("r", before ? radius(before.place.crowd[day][k]).toFixed(1) : "0");
        part.group.classList.toggle("selected", k === selected);
        const counts = LAYERS.map((layer) => `${number(run.place[layer.name][day][k])} ${layer.text}`);
        part.tip.textContent = `${scenario.place[k].name}: ${counts.join(", ")}`;
      });
      return most;
    },
  };
}
