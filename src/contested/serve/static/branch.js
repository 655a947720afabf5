// From which day on changes hold: the first, or one that the reader branches from.

import { longDate } from "./format.js";
import { byId, html } from "./svg.js";

/** @typedef {import("./types.js").Scenario} Scenario */
/** @typedef {import("./types.js").Changes} Changes */

/** @param {Scenario} scenario @param {Changes} changes @param {() => number} day the day shown @param {() => void} moved */
export function makeBranch(scenario, changes, day, moved) {
  const button = byId("branch", HTMLButtonElement), notice = byId("branched", HTMLElement);
  /** @param {number} to */
  function set(to) {
    changes.branch = to;
    draw(day());
    moved();
  }
  button.addEventListener("click", () => set(changes.branch === day() ? 0 : day()));
  const back = html("button", { type: "button" }, ["From the first day"]);
  back.addEventListener("click", () => set(0));
  notice.append(html("strong"), " ", back);

  /** @param {number} shown */
  function draw(shown) {
    button.disabled = shown === 0;
    button.textContent = changes.branch && changes.branch === shown ? "No branch" : "Branch from this day";
    notice.hidden = !changes.branch;
    const first = notice.firstElementChild;
    if (first) first.textContent = changes.branch ? `Changes hold from ${longDate(scenario.start, changes.branch)} on.` : "";
  }
  return { draw };
}
