// What somebody does otherwise: interventions to tick.

import { byId, html } from "./svg.js";

/** @typedef {import("./types.js").Scenario} Scenario */
/** @typedef {import("./types.js").Changes} Changes */

/**
 * @param {Scenario} scenario @param {Changes} changes which boxes and buttons change @param {() => void} moved
 */
export function makeDeeds(scenario, changes, moved) {
  const root = byId("deeds", HTMLElement);
  /** @type {(() => void)[]} */
  const showing = [];
  for (const deed of scenario.intervention) {
    const box = /** @type {HTMLInputElement} */ (html("input", { type: "checkbox", id: `deed-${deed.name}` }));
    const row = html("div", { class: "deed" }, [box, html("label", { for: box.id }, [deed.meaning])]);
    const amount = /** @type {HTMLInputElement} */ (html("input", {
      type: "number", min: deed.takes === "DAYS" ? "1" : "0.01", step: deed.takes === "DAYS" ? "1" : "any",
      "aria-label": deed.takes === "DAYS" ? "days" : "million EUR",
    }));
    if (deed.takes) row.append(amount);
    showing.push(() => {
      box.checked = deed.name in changes.does;
      amount.value = changes.does[deed.name] || String(deed.example);
    });
    const set = () => {
      if (!amount.checkValidity() || Number(amount.value) <= 0) amount.value = deed.takes ? String(deed.example) : "";
      if (box.checked) changes.does[deed.name] = deed.takes ? amount.value : "";
      else delete changes.does[deed.name];
      moved();
    };
    box.addEventListener("change", set);
    amount.addEventListener("change", () => { box.checked = true; set(); });
    root.append(row);
  }
  const show = () => showing.forEach((one) => one());
  show();
  return { show };
}
