// Jobs: ordered, watched while they run, cancelled, resumed, removed.

import * as api from "./api.js";
import { get, send } from "./api.js";
import { byId, html } from "./svg.js";

/** @typedef {import("./types.js").Job} Job */

const ABOUT = {
  run: "The same country, many futures: its page draws the middle of them and the band that holds 90 %. One person per agent simulates everybody; one future at a time then. Changes are of parameters; only a comparison takes acts and interventions.",
  compare: "Both runs of a pair share their people and their random numbers. From a fit, each pair has the parameters of a draw of it.",
  sweep: "Points spread over the ranges of sliders, a run each; its page shows what follows from what. A ranking takes a block of one run more than parameters for each point. Changes are of parameters; only a comparison takes acts and interventions.",
  emulator: "Parameters under which the scenario goes as was claimed, and how far each party's numbers are from the truth. An emulator learns from waves of runs what each claimed number would be. Small waves say little: for a result to publish, use the command line.",
  smoother: "An ensemble of runs, adjusted in several passes until each matches what was claimed: forecasts and comparisons go on from its members. Few members say little: for a result to publish, use the command line.",
  forecast: "From the last day that was fitted, and from earlier days to see how good such forecasts are.",
};
/** Keys of an address that change a run. */
const CHANGES = ["set", "intervention", "drop", "move", "add", "branch"];
const LIVE = ["waiting", "running"];
const list = byId("jobs", HTMLElement), status = byId("status", HTMLElement);
const kind = byId("kind", HTMLSelectElement), method = byId("method", HTMLSelectElement), scenario = byId("scenario", HTMLSelectElement);
/** @type {Map<number, EventSource>} */
const watched = new Map();

/** @param {unknown} error */
function failed(error) {
  status.textContent = error instanceof Error ? error.message : String(error);
  status.className = "bad";
}

/** @param {string} id */
const value = (id) => byId(id, HTMLInputElement).value.trim();

/** What the query of an order is: the fields, and changes as an address has them. */
function query() {
  const asked = new URLSearchParams({ scenario: scenario.value, seed: value("seed"), scale: value("scale") });
  const pasted = value("changes");
  for (const [key, part] of new URLSearchParams(pasted.includes("?") ? pasted.slice(pasted.indexOf("?")) : pasted)) {
    if (CHANGES.includes(key)) asked.append(key, part);
  }
  return asked.toString();
}

/** The changes in words, as the server reads them. */
async function words() {
  const list = byId("words", HTMLElement);
  if (!value("changes") || !["run", "compare", "sweep"].includes(kind.value)) {
    list.replaceChildren(html("li", {}, ["nothing"]));
    return;
  }
  const said = await get(`/api/changes?${query()}`).then((answer) => answer.words, (error) => [error.message]);
  list.replaceChildren(...(said.length ? said : ["nothing"]).map((/** @type {string} */ text) => html("li", {}, [text])));
}

/** The order that the fields describe. @returns {Record<string, string | number | boolean>} */
function order() {
  switch (kind.value) {
    case "run": return { kind: "run", query: query(), replicates: Number(value("replicates")) };
    case "compare": {
      const fit = byId("fit", HTMLSelectElement).value;
      return { kind: "compare", query: query(), pairs: Number(value("pairs")), ...(fit ? { study: Number(fit) } : {}) };
    }
    case "sweep": return { kind: "sweep", query: query(), parameters: byId("over", HTMLSelectElement).value, points: Number(value("blocks")), rank: byId("rank", HTMLInputElement).checked };
    case "calibrate":
      return { kind: "calibrate", scenario: scenario.value, fit_until: value("until"), method: method.value, parameters: byId("parameters", HTMLSelectElement).value, waves: Number(value("waves")), points: Number(value("points")) };
    default: return { kind: "forecast", study: Number(byId("study", HTMLSelectElement).value), horizon: Number(value("horizon")) };
  }
}

/** Fields of the kind that is chosen, and their usual values for the scenario. */
function fields() {
  for (const label of document.querySelectorAll("[data-for]")) {
    const one = /** @type {HTMLElement} */ (label);
    one.hidden = !one.dataset.for?.split(" ").includes(kind.value);
  }
  const what = kind.value === "calibrate" ? method.value : kind.value;
  byId("about", HTMLElement).textContent = ABOUT[/** @type {keyof typeof ABOUT} */ (what)];
  const chosen = scenario.selectedOptions[0]?.dataset ?? {};
  const until = byId("until", HTMLInputElement);
  until.min = chosen.start ?? "";
  until.max = chosen.end ?? "";
  const day = new Date(Date.parse(chosen.start ?? "2020-01-01") + 14 * 86_400_000).toISOString().slice(0, 10);
  if (!until.value || until.value < until.min || until.value > until.max) until.value = day < until.max ? day : until.max;
}

/** Usual numbers of a method, and what they count. */
function methods() {
  const usual = method.selectedOptions[0].dataset, passes = method.value === "smoother";
  const waves = byId("waves", HTMLInputElement), points = byId("points", HTMLInputElement);
  [waves.value, waves.max, points.value] = [usual.waves ?? "", usual.most ?? "", usual.points ?? ""];
  byId("waves-name", HTMLElement).textContent = passes ? "Passes" : "Waves";
  byId("points-name", HTMLElement).textContent = passes ? "Members" : "Points of each";
  fields();
}

let listed = "";
/** The parameters that a sweep can vary: the sliders of the scenario. */
async function parameters() {
  const name = scenario.value;
  if (kind.value !== "sweep" || listed === name) return;
  listed = name;
  const { slider } = await api.scenario(name);
  byId("over", HTMLSelectElement).replaceChildren(
    html("option", { value: "few" }, ["all sliders together"]), ...slider.map((s) => html("option", { value: s.name, title: s.meaning }, [s.name])));
}

/** @param {string} label @param {() => Promise<unknown>} act */
function button(label, act) {
  const made = html("button", { type: "button" }, [label]);
  made.addEventListener("click", () => act().then(refresh).catch(failed));
  return made;
}

/** @param {Job} job */
function shown(job) {
  const address = `/api/jobs/${job.number}`;
  const parts = [html("h3", {}, [`${job.number}. ${job.title}`]), html("p", { class: `state ${job.state}` }, [inWords(job)])];
  if (job.changes.length) parts.splice(1, 0, html("ul", { class: "changes" }, job.changes.map((text) => html("li", {}, [text]))));
  if (job.state === "running") {
    const bar = html("progress", { "aria-label": `Progress of job ${job.number}` });
    if (job.total) {
      bar.setAttribute("max", String(job.total));
      bar.setAttribute("value", String(job.done));
    }
    parts.push(bar);
  }
  const buttons = html("p", { class: "fields" });
  if (job.report) buttons.append(html("a", { href: job.report, class: "open" }, ["Open the page"]));
  const explored = new URLSearchParams(job.query ?? ""), name = explored.get("scenario");
  explored.delete("scenario");
  // a page shows bands of jobs that run or have finished
  if (name && ["run", "compare"].includes(job.kind) && [...LIVE, "finished"].includes(job.state)) buttons.append(html("a", { href: `/explore/${encodeURIComponent(name)}?${shownOf(explored)}` }, ["Bands beside one run"]));
  if (LIVE.includes(job.state)) buttons.append(button("Cancel", () => send(`${address}/cancel`, {})));
  else {
    if (job.state !== "finished" && !job.refused) buttons.append(button("Go on", () => send(`${address}/resume`, {})));
    buttons.append(button("Remove", () => send(address, null, "DELETE")));
  }
  return html("article", { class: "job", "data-number": String(job.number), "data-state": job.state }, [...parts, buttons]);
}

/** A page shows one run of 100,000 agents by itself; a job's seed stays. @param {URLSearchParams} query */
function shownOf(query) {
  query.delete("scale");
  return query.toString();
}

/** @param {Job} job */
function inWords(job) {
  if (job.state === "failed") return `Failed: ${[job.error, job.hint].filter(Boolean).join(" Hint: ")}`;
  if (job.state === "waiting") return "Waiting for the job before it.";
  if (job.state === "cancelled") return "Cancelled; what it had finished is there.";
  if (job.state === "finished") return "Finished.";
  const steps = job.total ? `${job.done} of ${job.total}` : "";
  return `Running: ${[job.text, steps].filter(Boolean).join(", ") || "starting"}.`;
}

/** @param {Job} job */
function watch(job) {
  if (watched.has(job.number)) return;
  const source = new EventSource(`/api/jobs/${job.number}/events`);
  watched.set(job.number, source);
  source.addEventListener("message", (event) => {
    /** @type {Job} */
    const now = JSON.parse(event.data);
    const before = list.querySelector(`[data-number="${job.number}"]`);
    if (!before) return;
    if (!LIVE.includes(now.state)) {
      source.close();
      watched.delete(job.number);
      refresh().catch(failed);
    } else before.replaceWith(shown(now));
  });
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return; // it tries again by itself
    watched.delete(job.number);
    setTimeout(() => refresh().catch(failed), 5000);
  });
}

async function refresh() {
  /** @type {Job[]} */
  const jobs = await get("/api/jobs");
  list.replaceChildren(...(jobs.length ? jobs.map(shown) : [html("p", { class: "hint" }, ["None yet."])]));
  for (const [number, source] of watched) {
    if (jobs.some((job) => job.number === number && LIVE.includes(job.state))) continue;
    source.close();
    watched.delete(number);
  }
  // the one that runs, and whichever is next: a browser opens few connections to a server
  for (const job of jobs.filter((one) => LIVE.includes(one.state)).slice(-2)) watch(job);
  const fits = jobs.filter((job) => job.kind === "calibrate" && job.state === "finished");
  const option = (/** @type {Job} */ job) => html("option", { value: String(job.number), "data-scale": String(job.scale ?? "") }, [`${job.number}. ${job.title}`]);
  const fit = byId("fit", HTMLSelectElement), chosen = fit.value;
  byId("study", HTMLSelectElement).replaceChildren(...fits.map(option));
  fit.replaceChildren(html("option", { value: "" }, ["the scenario's own"]), ...fits.filter((job) => job.scenario === scenario.value).map(option));
  fit.value = [...fit.options].some((one) => one.value === chosen) ? chosen : "";
  document.body.dataset.ready = "1";
}

const chosen = () => {
  fields();
  parameters().catch(failed);
  words().catch(failed);
};
kind.addEventListener("change", chosen);
method.addEventListener("change", methods);
scenario.addEventListener("change", () => {
  chosen();
  refresh().catch(failed);
});
byId("changes", HTMLInputElement).addEventListener("input", () => words().catch(failed));
byId("rank", HTMLInputElement).addEventListener("change", () => {
  byId("blocks", HTMLInputElement).value = byId("rank", HTMLInputElement).checked ? "4" : "20";
});
byId("fit", HTMLSelectElement).addEventListener("change", (event) => {
  const scale = /** @type {HTMLSelectElement} */ (event.target).selectedOptions[0].dataset.scale;
  if (scale) byId("scale", HTMLInputElement).value = scale; // its members match the claims at the scale of the fit
});
byId("order", HTMLButtonElement).addEventListener("click", () => {
  status.textContent = status.className = "";
  send("/api/jobs", order()).then(refresh).catch(failed);
});
const asked = new URLSearchParams(location.search);
if (asked.has("scenario")) scenario.value = asked.get("scenario") ?? "";
if (asked.has("kind")) kind.value = asked.get("kind") ?? "";
for (const key of ["seed", "scale"]) if (/^\d+$/.test(asked.get(key) ?? "")) byId(key, HTMLInputElement).value = asked.get(key) ?? "";
for (const key of ["kind", "scenario", "seed", "scale"]) asked.delete(key);
byId("changes", HTMLInputElement).value = asked.toString();
methods();
chosen();
refresh().catch(failed);
