// How other runs of what is shown would go: a job of many, whose bands fill in behind the curves while it runs. A link
// names the bands by their hash; where no job here has them, the page says so.

import { get, send } from "./api.js";
import { failed } from "./status.js";
import { byId, html } from "./svg.js";

/** @typedef {import("./types.js").Scenario} Scenario */
/** @typedef {import("./types.js").Run} Run */
/** @typedef {import("./types.js").Job} Job */
/** @typedef {import("./types.js").Bands} Bands */
/** @typedef {import("./types.js").Fan} Fan */

/** Runs of a job that is ordered here; milliseconds between two looks at one that runs; links' bands are looked for among so many jobs. */
const RUNS = 20, LOOK = 4000, LOOKED = 5;
const LIVE = ["waiting", "running"];
/** Agents of a run, and of all runs of a job: more is refused. */
const AGENTS = 12e6, ALTOGETHER = 60e6;

/** What a run is but for its seed and scale. @param {string} query */
function subject(query) {
  const parts = new URLSearchParams(query);
  parts.delete("seed");
  parts.delete("scale");
  return parts.toString();
}

/**
 * @param {Scenario} scenario @param {string} made hash of the bands that the maker of the page's link saw, or ""
 * @param {() => void} redraw
 */
export function makeBands(scenario, made, redraw) {
  const place = document.getElementById("bands"); // a read-only server does no jobs
  if (!place) return { of() {}, fans: () => /** @type {Fan[]} */ ([]), hash: () => "" };
  const says = byId("bands-say", HTMLElement), buttons = byId("bands-go", HTMLElement), fit = byId("bands-fit", HTMLSelectElement);
  /** @type {Run | null} */
  let run = null;
  /** @type {Bands | null} */
  let bands = null;
  /** @type {EventSource | null} */
  let watched = null;
  let pairs = false, sought = made, turn = 0, looked = 0, asks = 0, answered = 0;

  /** @param {Bands | null} now */
  function show(now) {
    const before = bands?.hash;
    bands = now && now.runs ? now : null;
    if (bands?.hash !== before) redraw();
  }

  /** @param {Job} job @param {number} mine */
  async function take(job, mine) {
    const asked = ++asks, now = await get(`/api/jobs/${job.number}/bands`);
    if (mine === turn && asked > answered) { // an answer that comes late is of fewer runs
      answered = asked;
      show(now);
      tell(job);
    }
    return now;
  }

  /** @param {Job} job */
  function tell(job) {
    const scale = new URLSearchParams(job.query ?? "").get("scale"), noun = job.kind === "compare" ? "pairs" : "runs";
    const what = bands && (bands.runs > 1 ? `Shaded: 90 % of ${bands.runs} ${noun} at 1:${scale}, and their middle. ` : `Dotted: one run at 1:${scale}. `);
    const from = job.study ? `Parameters are drawn from the fit of job ${job.study}. ` : "";
    const going = LIVE.includes(job.state) ? `Job ${job.number} ${job.state === "waiting" ? "waits" : `runs${job.total ? `: ${job.done} of ${job.total}` : ""}`}. ` : "";
    const link = job.report ? html("a", { href: job.report }, [`The page of job ${job.number}`]) : html("a", { href: "/jobs" }, ["All jobs"]);
    says.replaceChildren([what, from, going].filter(Boolean).join(""), link);
    place?.setAttribute("data-job", `${job.number} ${job.state}`);
  }

  /** @param {Job} job @param {number} mine */
  function watch(job, mine) {
    watched = new EventSource(`/api/jobs/${job.number}/events`);
    watched.addEventListener("message", (event) => {
      /** @type {Job} */
      const now = JSON.parse(event.data);
      tell(now);
      if (now.state === "finished" || (now.state === "running" && now.done && performance.now() - looked > LOOK)) {
        looked = performance.now();
        take(now, mine).catch(failed);
      }
      if (!LIVE.includes(now.state)) {
        watched?.close();
        if (now.state !== "finished") says.replaceChildren(`Job ${now.number}: ${now.error || now.state}. `, html("a", { href: "/jobs" }, ["All jobs"]));
      }
    });
  }

  /** The newest job of what is shown, or the one whose bands the link means. */
  async function look() {
    const mine = ++turn, shown = run;
    watched?.close();
    if (!shown) return;
    /** @type {Job[]} */
    const all = await get("/api/jobs");
    if (mine !== turn) return;
    offer(shown, all);
    const kind = pairs ? "compare" : "run";
    const jobs = all.filter((job) => job.query && (job.kind === kind || job.kind === "run") && [...LIVE, "finished"].includes(job.state) && subject(job.query) === subject(shown.query));
    const wanted = sought;
    sought = ""; // a link's bands are looked for once
    if (wanted) {
      for (const job of jobs.filter((one) => one.state === "finished").slice(0, LOOKED)) {
        if ((await take(job, mine)).hash === wanted) return;
        if (mine !== turn) return;
      }
    }
    if (jobs.length) {
      tell(jobs[0]);
      if (LIVE.includes(jobs[0].state)) watch(jobs[0], mine);
      else await take(jobs[0], mine);
    } else {
      show(null);
      says.textContent = "One run is one of many that could be. How others go, a job says:";
      place?.removeAttribute("data-job");
    }
    if (wanted) says.prepend(`The link also had bands (${wanted}), which no job of this server has. `);
  }

  /** What can be ordered. @param {Run} shown @param {Job[]} all */
  function offer(shown, all) {
    const kept = fit.value;
    const fits = all.filter((job) => job.kind === "calibrate" && job.state === "finished" && job.scenario === scenario.name);
    fit.replaceChildren(html("option", { value: "" }, ["the scenario's parameters"]), ...fits.map((job) => html("option", { value: String(job.number) }, [`draws of fit ${job.number}`])));
    fit.value = fits.some((job) => String(job.number) === kept) ? kept : "";
    byId("bands-from", HTMLElement).hidden = !pairs || !fits.length;
    const arms = pairs ? 2 : 1, least = pairs ? 2 : 1;
    /** @param {string} label @param {number} runs @param {number} scale */
    const button = (label, runs, scale) => {
      const made = html("button", { type: "button" }, [label]);
      made.addEventListener("click", () => order(runs, scale).catch(failed));
      return made;
    };
    const fitting = (/** @type {number} */ runs, /** @type {number} */ scale) => scenario.people / scale <= AGENTS && (scenario.people / scale) * runs * arms <= ALTOGETHER;
    const choose = () => {
      // its members match the claims at the scale at which they were fitted
      const chosen = pairs ? fits.find((job) => String(job.number) === fit.value) : undefined, scale = chosen?.scale ?? shown.scale;
      buttons.replaceChildren(
        fitting(RUNS, scale) ? button(`${RUNS} ${pairs ? "pairs" : "runs"}${chosen ? ` (1:${scale})` : ""}`, RUNS, scale) : "",
        fitting(least, 1) && shown.scale > 1 && !chosen ? button(pairs ? "2 pairs of everybody (1:1)" : "everybody once (1:1)", least, 1) : "",
      );
    };
    fit.onchange = choose;
    choose();
    byId("many", HTMLAnchorElement).href = `/jobs?kind=${pairs ? "compare" : "run"}&${shown.query}`;
  }

  /** @param {number} runs @param {number} scale */
  async function order(runs, scale) {
    if (!run) return;
    const query = new URLSearchParams(run.query);
    query.set("scale", String(scale));
    const study = pairs && fit.value ? { study: Number(fit.value) } : {};
    await send("/api/jobs", pairs ? { kind: "compare", query: query.toString(), pairs: runs, ...study } : { kind: "run", query: query.toString(), replicates: runs });
    await look();
  }

  return {
    /** What is shown now. @param {Run} shown @param {boolean} changed */
    of(shown, changed) {
      run = shown;
      pairs = changed;
      look().catch(failed);
    },
    /** Bands of an observable, those without the change first. @param {string} name @returns {Fan[]} */
    fans(name) {
      const { before, now, runs } = bands ?? { before: null, now: null, runs: 0 };
      return [["before", before?.[name]], ["now", now?.[name]]].flatMap(([kind, of]) => (of ? [/** @type {Fan} */ ({ kind, runs, ...(/** @type {object} */ (of)) })] : []));
    },
    hash: () => bands?.hash ?? "",
  };
}
