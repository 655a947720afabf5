// Sliders of the parameters that matter most. Only the latest position is asked for, one request at a time.

import { measured } from "./format.js";
import { byId, html } from "./svg.js";

/** @typedef {import("./types.js").Scenario} Scenario */
/** @typedef {import("./types.js").Slider} Slider */

/** A slider's number without the tail of binary fractions. @param {number} value */
export const tidy = (value) => String(Number(value.toPrecision(6)));

/** The value a position means: the nearest step, or the scenario's own value near it. @param {Slider} slider @param {number} at */
export function snapped(slider, at) {
  if (Math.abs(at - slider.value) <= slider.step * 0.75) return slider.value;
  return Number((Math.round(at / slider.step) * slider.step).toPrecision(6));
}

/**
 * @param {Scenario} scenario @param {Record<string, string>} set settings at first, which the sliders change
 * @param {() => void} moved @param {string[]} [others] what is set elsewhere on the page
 */
export function makeSliders(scenario, set, moved, others = []) {
  const root = byId("sliders", HTMLElement);
  /** @type {(() => void)[]} */
  const showing = [];
  for (const slider of scenario.slider) {
    const id = `slider-${slider.name}`;
    const input = /** @type {HTMLInputElement} */ (html("input", {
      type: "range", id, min: String(slider.low), max: String(slider.high), step: "any", "data-name": slider.name,
    }));
    const output = html("output", { for: id });
    const row = html("div", { class: "slider" }, [
      html("label", { for: id, title: `${slider.name}; source: ${slider.source}` }, [slider.meaning]), input, output,
    ]);
    const show = () => {
      const value = slider.name in set ? Number(set[slider.name]) : slider.value;
      input.value = String(value);
      row.classList.toggle("changed", slider.name in set);
      const changed = slider.name in set ? ` (was ${tidy(slider.value)})` : "";
      output.textContent = measured(tidy(value), slider.unit) + changed;
      input.setAttribute("aria-valuetext", output.textContent);
    };
    input.addEventListener("input", () => {
      const value = snapped(slider, Number(input.value));
      if (value === slider.value) delete set[slider.name];
      else set[slider.name] = tidy(value);
      const at = input.value;
      show();
      input.value = at; // the thumb stays where the hand is
      moved();
    });
    input.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      if (by === undefined) return;
      event.preventDefault(); // without a step of its own the browser's would be a hundredth of the range
      const from = slider.name in set ? Number(set[slider.name]) : slider.value;
      const to = Math.min(slider.high, Math.max(slider.low, from + by * slider.step));
      if (Math.abs(to - slider.value) < slider.step / 2) delete set[slider.name];
      else set[slider.name] = tidy(to);
      show();
      moved();
    });
    showing.push(show);
    show();
    root.append(row);
  }
  const other = html("p", { class: "hint" });
  root.append(other);
  const show = () => {
    showing.forEach((one) => one());
    const known = new Set([...others, ...scenario.slider.map((s) => s.name)]);
    const more = Object.keys(set).filter((name) => !known.has(name)).map((name) => `${name} = ${set[name]}`);
    other.textContent = more.length ? `Also set: ${more.join(", ")}` : "";
  };
  show();
  return { show };
}
