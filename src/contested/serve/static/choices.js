// Words that a published model is set to, and its named sets of parameters.

import { byId, html } from "./svg.js";

/** @typedef {import("./types.js").ZooModel} ZooModel */

/** @param {string} name @param {[string, string][]} options */
function select(name, options) {
  return /** @type {HTMLSelectElement} */ (html("select", { "data-name": name }, options.map(([value, text]) => html("option", { value }, [text]))));
}

/** @param {ZooModel} model @param {Record<string, string>} set settings, which change @param {() => void} moved */
export function makeChoices(model, set, moved) {
  const root = byId("choices", HTMLElement);
  /** @type {(() => void)[]} */
  const showing = [];
  if (model.preset.length) {
    const presets = select("preset", [["", "as in the paper's standard case"], .../** @type {[string, string][]} */ (model.preset.map((p) => [p.name, p.name]))]);
    const same = (/** @type {Record<string, number | string>} */ settings) => Object.keys(settings).length === Object.keys(set).length
      && Object.entries(settings).every(([name, value]) => set[name] === String(value));
    presets.append(html("option", { value: "?", hidden: "" }, ["as moved below"]));
    presets.addEventListener("change", () => {
      for (const name of Object.keys(set)) delete set[name];
      for (const [name, value] of Object.entries(model.preset.find((p) => p.name === presets.value)?.settings ?? {})) set[name] = String(value);
      moved();
    });
    showing.push(() => {
      presets.value = Object.keys(set).length ? model.preset.find((p) => same(p.settings))?.name ?? "?" : "";
    });
    root.append(html("label", {}, [html("span", {}, ["named set of parameters"]), presets]));
  }
  for (const choice of model.choice) {
    const box = select(choice.name, choice.choices.map((word) => [word, word]));
    box.addEventListener("change", () => {
      if (box.value === choice.value) delete set[choice.name];
      else set[choice.name] = box.value;
      moved();
    });
    showing.push(() => { box.value = set[choice.name] ?? choice.value; });
    root.append(html("label", { title: choice.name }, [html("span", {}, [choice.meaning]), box]));
  }
  const show = () => showing.forEach((one) => one());
  show();
  return { show };
}
