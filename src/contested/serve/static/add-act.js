// A form that adds an act: its kind, then what that kind takes. The server checks it as it checks acts.csv.

import { joined } from "./acts.js";
import { isoDate } from "./format.js";
import { byId, html } from "./svg.js";

/** @typedef {import("./types.js").Scenario} Scenario */
/** @typedef {import("./types.js").ActKind} ActKind */

/** @param {Scenario} scenario @param {() => number} day the day shown @param {(line: string) => void} added */
export function makeAddAct(scenario, day, added) {
  const root = byId("add", HTMLFormElement);
  /** @param {string} name @param {[string, string][]} options */
  const select = (name, options) => /** @type {HTMLSelectElement} */ (html("select", { name }, options.map(([value, text]) => html("option", { value }, [text]))));
  /** @param {string} text @param {HTMLElement} control */
  const row = (text, control) => html("label", {}, [html("span", {}, [text]), control]);
  const words = (/** @type {string} */ name) => name.replaceAll("_", " ");

  const kind = select("kind", scenario.act_kind.map((k) => [k.name, `${k.actor}: ${words(k.name)}`]));
  const form = select("form", []), place = select("place", [["", "the whole country"], .../** @type {[string, string][]} */ (scenario.place.map((p) => [p.name, p.name]))]);
  const level = /** @type {HTMLInputElement} */ (html("input", { type: "number", name: "level", step: "any" }));
  const first = /** @type {HTMLInputElement} */ (html("input", { type: "date", name: "date" }));
  const last = /** @type {HTMLInputElement} */ (html("input", { type: "date", name: "end" }));
  const every = select("every", [["", "every day"], ["week", "every week"]]);
  const meaning = html("p", { class: "hint" });
  const rows = { form: row("which", form), place: row("where", place), level: row("how much", level), first: row("on", first), last: row("until", last), every: row("again", every) };
  root.append(row("what", kind), meaning, ...Object.values(rows), html("button", { type: "submit" }, ["Add this act"]));
  for (const box of [first, last]) {
    box.min = isoDate(scenario.start, 0);
    box.max = isoDate(scenario.start, scenario.origin);
  }
  const chosen = () => /** @type {ActKind} */ (scenario.act_kind.find((k) => k.name === kind.value));

  function fit() {
    const k = chosen();
    meaning.textContent = `${k.meaning}${k.unit === "-" ? "" : `; ${k.unit}, ${k.low} to ${k.high}`}`;
    form.replaceChildren(...k.forms.map((name) => html("option", { value: name }, [words(name)])));
    rows.form.hidden = !k.forms.length;
    rows.place.hidden = !k.local;
    rows.last.hidden = !k.lasts;
    rows.every.hidden = k.name !== "call";
    Object.assign(level, { value: k.usual === null ? (k.needed ? "1" : "") : String(k.usual), min: String(k.low), max: String(k.high), required: k.needed, placeholder: "as usual" });
  }
  kind.addEventListener("change", fit);
  kind.value = scenario.act_kind.some((k) => k.name === "release") ? "release" : scenario.act_kind[0].name;
  fit();

  root.addEventListener("submit", (event) => {
    event.preventDefault();
    const k = chosen();
    added(joined([
      first.value, k.lasts && last.value > first.value ? last.value : "", k.actor, k.name, k.local ? place.value : "", level.value, level.value ? k.unit : "",
      k.forms.length ? form.value : "", k.name === "call" && last.value > first.value ? every.value : "",
    ]));
  });
  byId("adding", HTMLDetailsElement).addEventListener("toggle", () => {
    first.value = isoDate(scenario.start, Math.min(day(), scenario.origin));
    last.value = "";
  });
}
