// Play, pause, step, speed, scrub; by mouse, finger and keyboard.

import { longDate } from "./format.js";
import { byId } from "./svg.js";

/** @typedef {import("./types.js").Scenario} Scenario */

/** @param {Scenario} scenario @param {number} first @param {(day: number) => void} shown */
export function makePlayer(scenario, first, shown) {
  const play = byId("play", HTMLButtonElement), range = byId("day", HTMLInputElement);
  const date = byId("date", HTMLOutputElement), speed = byId("speed", HTMLSelectElement);
  // another run of a model may be longer
  const last = () => scenario.days - 1;
  let day = -1, timer = 0, clock = 0, begun = 0;

  /** @param {number} to */
  function go(to) {
    day = Math.min(last(), Math.max(0, Math.round(to)));
    range.max = String(last());
    range.value = String(day);
    date.textContent = longDate(scenario.start, day);
    range.setAttribute("aria-valuetext", date.textContent);
    shown(day);
  }
  function pause() {
    cancelAnimationFrame(timer);
    timer = 0;
    play.textContent = "Play";
  }
  /** @param {number} now */
  function frame(now) {
    const to = begun + Math.floor(((now - clock) / 1000) * Number(speed.value));
    if (to !== day) go(to);
    if (day >= last()) pause();
    else timer = requestAnimationFrame(frame);
  }
  function start() {
    if (day >= last()) go(0);
    begun = day;
    clock = performance.now();
    play.textContent = "Pause";
    timer = requestAnimationFrame(frame);
  }
  /** @param {number} to */
  function jump(to) {
    if (timer) pause();
    go(to);
  }

  play.addEventListener("click", () => (timer ? pause() : start()));
  byId("back", HTMLButtonElement).addEventListener("click", () => jump(day - 1));
  byId("on", HTMLButtonElement).addEventListener("click", () => jump(day + 1));
  range.addEventListener("input", () => jump(Number(range.value)));
  speed.addEventListener("change", () => { begun = day; clock = performance.now(); });
  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
    const steps = { ArrowLeft: day - 1, ArrowRight: day + 1, PageUp: day - 7, PageDown: day + 7, Home: 0, End: last() };
    if (event.key in steps) jump(steps[/** @type {keyof typeof steps} */ (event.key)]);
    else if (event.key === " " && target.tagName !== "BUTTON" && target.tagName !== "SUMMARY") (timer ? pause() : start());
    else return;
    event.preventDefault();
  });
  go(first);
  return { go: jump, day: () => day };
}
