// What the pages of scenarios and of models have in common below the charts: seed, link, size of the window.

import { byId } from "./svg.js";

/** @param {{ seed: number }} wanted @param {() => void} moved @param {() => string} link @param {() => void} drawn */
export function makeControls(wanted, moved, link, drawn) {
  byId("seed", HTMLInputElement).addEventListener("change", (event) => {
    const typed = /** @type {HTMLInputElement} */ (event.target);
    if (/^\d{1,15}$/.test(typed.value)) wanted.seed = Number(typed.value);
    else typed.value = String(wanted.seed);
    moved();
  });
  byId("copy", HTMLButtonElement).addEventListener("click", async (event) => {
    await navigator.clipboard.writeText(location.origin + location.pathname + link());
    /** @type {HTMLElement} */ (event.target).textContent = "Copied";
  });
  addEventListener("resize", drawn);
  document.body.dataset.ready = "yes";
}

/** Whether the numbers are those that the link was made from. @param {{ text: string, same: boolean } | null} verdict */
export function showVerdict(verdict) {
  if (!verdict) return;
  Object.assign(byId("link-says", HTMLElement), { textContent: verdict.text, className: verdict.same ? "good" : "bad" });
}
