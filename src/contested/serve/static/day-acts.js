// The acts of the day as buttons, and the chosen act with what can be done to it; for those who cannot drag as well.

import { dated } from "./acts.js";
import { when } from "./calendar.js";
import { byId, html } from "./svg.js";

/** @typedef {import("./types.js").Scenario} Scenario */
/** @typedef {import("./types.js").Changes} Changes */
/** @typedef {import("./types.js").Dated} Dated */

/**
 * @param {Scenario} scenario @param {Changes} changes
 * @param {{choose: (act: Dated | null) => void, shift: (act: Dated, days: number) => void, toggle: (act: Dated) => void}} does
 */
export function makeDayActs(scenario, changes, does) {
  const buttons = byId("acts", HTMLElement), panel = byId("act", HTMLElement);

  /** @param {string} text @param {() => void} pressed @param {boolean} [off] */
  function button(text, pressed, off = false) {
    const made = /** @type {HTMLButtonElement} */ (html("button", { type: "button" }, [text]));
    made.disabled = off;
    made.addEventListener("click", pressed);
    return made;
  }

  return {
    /** @param {number} day @param {string} chosen */
    draw(day, chosen) {
      const acts = dated(scenario, changes);
      buttons.replaceChildren(...acts.filter((act) => act.day === day).map((act) => {
        const made = button(`${act.actor}: ${act.text}`, () => does.choose(act.id === chosen ? null : act));
        made.className = `dated${act.out ? " out" : ""}`;
        made.setAttribute("aria-pressed", String(act.id === chosen));
        return made;
      }));
      const act = acts.find((one) => one.id === chosen);
      panel.hidden = !act;
      if (!act) return;
      const held = document.activeElement instanceof HTMLElement && panel.contains(document.activeElement) ? document.activeElement.textContent : null;
      const moved = act.moved ? ` (moved by ${Math.abs(act.moved)} day${Math.abs(act.moved) === 1 ? "" : "s"})` : "";
      panel.replaceChildren(
        html("span", {}, [html("strong", {}, [`${act.actor}: ${act.text}`]), `, ${when(scenario.start, act)}${moved}${act.out ? "; left out" : ""}`]),
        button("A day earlier", () => does.shift(act, -1), act.out), button("A day later", () => does.shift(act, 1), act.out),
        button(act.added ? "Remove" : act.out ? "Put back" : "Leave out", () => does.toggle(act)),
      );
      if (held) [...panel.querySelectorAll("button")].find((one) => one.textContent === held)?.focus();
    },
  };
}
