// Dated acts under the curves, a row for each actor, on the same days. One is chosen by mouse, finger or keyboard, and
// dragged or stepped to another day.

import { dated } from "./acts.js";
import { LEFT, RIGHT, across } from "./chart.js";
import { isoDate, longDate, shortDate } from "./format.js";
import { sized, svg, title } from "./svg.js";

/** @typedef {import("./types.js").Scenario} Scenario */
/** @typedef {import("./types.js").Changes} Changes */
/** @typedef {import("./types.js").Dated} Dated */

const LANE = 11, GAP = 6, LANES = 4;

/** When an act is done. @param {string} start @param {Dated} act */
export const when = (start, act) => (act.until > act.day ? `${shortDate(start, act.day)} to ${longDate(start, act.until)}` : longDate(start, act.day));

/** What is changed of an act. @param {Dated} act */
const stateOf = (act) => (act.out ? "left out" : act.added ? "added" : act.moved ? `moved by ${act.moved} days` : "");

/**
 * @param {SVGSVGElement} root @param {Scenario} scenario @param {Changes} changes
 * @param {{go: (day: number) => void, choose: (act: Dated) => void, shift: (act: Dated, days: number) => void, toggle: (act: Dated) => void}} does
 */
export function makeCalendar(root, scenario, changes, does) {
  const actors = [...new Set([...scenario.act.map((a) => a.actor), ...scenario.act_kind.map((k) => k.actor)])].filter(Boolean);
  let height = 0;
  /** @type {Map<string, number>} */
  const tops = new Map();
  /** @type {SVGElement} */
  let cursor = svg("line");
  /** @type {Dated[]} */
  let acts = [];
  let width = 0, chosen = "";
  const perDay = () => (width - LEFT - RIGHT) / scenario.days;

  /** @param {Dated} act @param {number} [by] */
  function place(act, by = 0) {
    const from = Math.max(0, act.day + by), until = Math.min(scenario.days - 1, act.until + by);
    return { x: across(scenario, width)(from) - perDay() / 2, width: Math.max(4, perDay() * (until - from + 1) - 0.5) };
  }

  /** Acts of one day lie under each other, so that each can be reached. @returns {Map<string, number>} upper edge by act */
  function stacked() {
    const at = new Map();
    height = 0;
    for (const actor of actors) {
      /** @type {number[]} */
      const ends = [];
      tops.set(actor, height);
      for (const act of acts.filter((one) => one.actor === actor)) {
        const free = ends.findIndex((end) => end < act.day);
        const lane = free >= 0 ? free : Math.min(ends.length, LANES - 1);
        ends[lane] = act.until;
        at.set(act.id, height + 2 + lane * LANE);
      }
      height += Math.max(1, ends.length) * LANE + GAP;
    }
    return at;
  }

  /** @param {SVGElement} bar @param {Dated} act */
  function draggable(bar, act) {
    /** @param {PointerEvent} event */
    const days = (event) => Math.round(((event.clientX - began) * (width / root.clientWidth)) / perDay());
    let began = NaN;
    bar.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      began = event.clientX;
      bar.setPointerCapture(event.pointerId);
      event.stopPropagation();
    });
    bar.addEventListener("pointermove", (event) => {
      if (Number.isNaN(began) || act.out) return;
      bar.setAttribute("x", place(act, days(event)).x.toFixed(1));
      bar.classList.toggle("dragged", days(event) !== 0);
    });
    bar.addEventListener("pointerup", (event) => {
      const by = days(event);
      began = NaN;
      bar.classList.remove("dragged");
      if (by && !act.out) does.shift(act, by);
      else {
        does.go(Math.min(scenario.days - 1, Math.max(0, act.day)));
        does.choose(act);
      }
    });
    bar.addEventListener("pointercancel", () => {
      began = NaN;
      draw();
    });
  }

  function draw() {
    acts = dated(scenario, changes).filter((act) => act.until >= 0 && act.day < scenario.days);
    const above = stacked();
    width = sized(root, height);
    root.setAttribute("aria-label", `${acts.length} dated acts: up and down choose one, left and right move it by a day, Delete leaves it out`);
    for (const [actor, top] of tops) {
      root.append(svg("text", { class: "tick side", x: LEFT - 6, y: top + 12, "aria-hidden": "true" }, [actor]));
      root.append(svg("line", { class: "grid", x1: LEFT, x2: width - RIGHT, y1: top, y2: top }));
    }
    if (changes.branch) root.append(svg("line", { class: "branch", x1: branchAt(), x2: branchAt(), y1: 0, y2: height }));
    for (const act of acts) {
      const { x, width: wide } = place(act);
      const text = `${act.actor}: ${act.text}; ${[when(scenario.start, act), stateOf(act)].filter(Boolean).join(", ")}`;
      const kinds = ["act", act.until > act.day && "long", act.out && "out", act.added && "added", act.moved && "moved", act.id === chosen && "chosen"];
      const bar = svg("rect", {
        class: kinds.filter(Boolean).join(" "), id: act.id, x: x.toFixed(1), y: above.get(act.id) ?? 0, rx: 2, height: LANE - 1.5, width: wide.toFixed(1),
        fill: scenario.actors[act.actor] ?? "#667085", role: "option", "aria-label": text, "aria-selected": String(act.id === chosen),
      }, [title(text)]);
      draggable(bar, act);
      root.append(bar);
    }
    cursor = svg("line", { class: "cursor", y1: 0, y2: height });
    root.append(cursor);
    if (acts.some((act) => act.id === chosen)) root.setAttribute("aria-activedescendant", chosen);
    else root.removeAttribute("aria-activedescendant");
  }
  const branchAt = () => (across(scenario, width)(changes.branch) - perDay() / 2).toFixed(1);

  root.addEventListener("keydown", (event) => {
    const at = acts.findIndex((act) => act.id === chosen), act = acts[at];
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key], by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined) does.choose(acts[at < 0 ? 0 : Math.min(acts.length - 1, Math.max(0, at + step))]);
    else if (by !== undefined && act && !act.out) does.shift(act, by);
    else if ((event.key === "Delete" || event.key === "Backspace") && act) does.toggle(act);
    else if (event.key === "Enter" && act) does.go(Math.max(0, act.day));
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    draw,
    /** The acts as they stand, a row each. */
    rows: () => [["date", "until", "actor", "act", "change"], ...acts.map((act) => [
      isoDate(scenario.start, act.day), isoDate(scenario.start, act.until), act.actor, act.text, stateOf(act)])],
    /** @param {string} id */
    choose(id) {
      chosen = id;
      draw();
    },
    /** @param {number} day */
    move(day) {
      const x = across(scenario, width)(day).toFixed(1);
      cursor.setAttribute("x1", x);
      cursor.setAttribute("x2", x);
    },
  };
}
