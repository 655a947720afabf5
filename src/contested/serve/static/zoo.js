// A published model's page: one run, or two on the same random numbers, played step by step.

import * as address from "./address.js";
import * as api from "./api.js";
import { makeChart } from "./chart.js";
import { makeChoices } from "./choices.js";
import { makeControls, showVerdict } from "./controls.js";
import { copied, linked, makeFigure } from "./figure.js";
import { number } from "./format.js";
import { makePlayer } from "./player.js";
import { makeSliders } from "./sliders.js";
import { counted, lookAt, makeStand } from "./stand.js";
import { failed, patiently, say, sayOdd } from "./status.js";
import { byId, html, svg } from "./svg.js";

/** @typedef {import("./types.js").ZooModel} ZooModel */
/** @typedef {import("./types.js").ModelRun} ModelRun */
/** @typedef {import("./types.js").Scenario} Scenario */

const MOST = 6;
const SHARES = ["share", "probability", "chance"];
const name = document.body.dataset.model ?? "", version = document.body.dataset.version ?? "";

/** What the paper says, how that is known, and where it was published. @param {ZooModel} model */
function card(model) {
  byId("reports", HTMLElement).replaceChildren(...model.report.map((fact) => html("li", {}, [
    html("span", { class: "chip", title: model.status[fact.status] ?? "" }, [fact.status]), " ", fact.text, fact.where ? html("small", {}, [` (${fact.where})`]) : "",
  ])));
  byId("sources", HTMLElement).replaceChildren(...model.source.map((source) => html("li", {}, [
    source.link.startsWith("https://") ? html("a", { href: source.link, rel: "noreferrer" }, [source.text]) : source.text,
  ])));
}

async function main() {
  const model = await api.model(name);
  card(model);
  // what charts, sliders and the player read of a scenario, on steps
  const course = /** @type {Scenario} */ (/** @type {unknown} */ ({ start: model.clock, days: model.steps, origin: model.steps, sides: {}, slider: model.slider }));
  const { wanted, made, odd } = address.read(location.search, 0, model.longest, 0);
  sayOdd(odd);
  const shownFirst = model.observable.slice(0, MOST);
  const gives = {
    cite: () => linked(shown().cite, location.origin + location.pathname + link()),
    caption: () => `${model.title}. Simulated with seed ${shown().seed} by contested ${version}, ${hash()}.`,
  };
  const charts = shownFirst.map((o, k) => {
    const root = /** @type {SVGSVGElement} */ (svg("svg"));
    const made = makeChart(root, course, k ? 110 : 170, (step) => player.go(step));
    makeFigure(o.name, html("h3", {}, [o.meaning]), [root], { ...gives, rows: made.rows, key: () => copied(byId("curve-key", HTMLElement)) },
      (figure) => byId("charts", HTMLElement).append(figure));
    return made;
  });
  const standing = byId("stand", HTMLElement), mark = document.createComment("stand");
  const stand = makeStand(standing, model);
  standing.replaceWith(mark);
  makeFigure("agents", html("h3", { class: "saved" }, ["Who does what"]), [standing], {
    ...gives, key: () => copied(byId("stand-key", HTMLElement)), caption: () => `${model.clock} ${player.day()}. ${gives.caption()}`,
    rows: () => [[model.clock, ...model.kind.map((kind) => kind.name)], ...shown().look.map((step, k) => [step, ...shown().count[k]])],
  }, (figure) => mark.replaceWith(figure));
  /** @type {ModelRun} */
  let base;
  /** @type {ModelRun | null} */
  let changed = null;
  const shown = () => changed ?? base;
  const lengths = () => [base, changed].flatMap((run) => (run ? Object.values(run.series).map((values) => values.length) : []));
  const hash = () => (changed ? `${base.hash}-${changed.hash}` : base.hash);

  /** @param {number} step */
  function drawStep(step) {
    wanted.day = step;
    const run = shown(), some = run.look.length > 0;
    if (some) stand.draw(run, step);
    charts.forEach((chart) => chart.move(step));
    const numbers = shownFirst.slice(0, 3).map((o) => [o, run.series[o.name]?.[step]]).filter(([, v]) => v !== null && v !== undefined)
      .map(([o, v]) => `${/** @type {{meaning: string}} */ (o).meaning}: ${number(/** @type {number} */ (v))}`);
    byId("words", HTMLElement).textContent = some ? `${counted(model, run.count[lookAt(run, step)])}.` : `${numbers.join("; ")}.`;
    keep();
  }

  function drawAll() {
    const picture = shown().look.length > 0;
    byId("picture", HTMLElement).hidden = !picture;
    document.querySelector(".stage")?.classList.toggle("plain", !picture);
    byId("stand-key", HTMLElement).replaceChildren(...model.kind.map((kind) => html("li", {}, [
      svg("svg", { width: 12, height: 12 }, [svg("rect", { width: 12, height: 12, rx: 2, fill: kind.colour })]), kind.name])));
    byId("drawn", HTMLElement).textContent = shown().at.length && shown().at.length < shown().nodes ? `Drawn are ${shown().at.length} of ${number(shown().nodes)} nodes, those nearest to where it began.` : "";
    shownFirst.forEach((o, k) => {
      const of = (/** @type {ModelRun} */ run) => run.series[o.name] ?? [];
      charts[k].draw({ label: o.meaning, top: SHARES.includes(o.unit) ? 1 : null, unit: o.unit, now: of(shown()), before: changed && of(base), claims: [], branch: 0 });
    });
    const line = (/** @type {string} */ kind) => svg("svg", { width: 22, height: 10, viewBox: "0 0 22 10" }, [svg("path", { class: kind, d: "M0 5H22" })]);
    const lines = changed ? [[line("now"), "with the change"], [line("before"), "without"]] : [[line("now"), "simulated"]];
    byId("curve-key", HTMLElement).replaceChildren(...lines.map((parts) => html("li", {}, parts)));
  }

  let waiting = 0, good = address.nothing(), seed = wanted.seed, busy = false, again = false;
  const link = () => address.write({ ...wanted, ...good, seed }, { version, hash: hash() });
  function keep() {
    if (waiting) return;
    waiting = window.setTimeout(() => {
      waiting = 0;
      history.replaceState(null, "", link());
    }, 500);
  }

  async function simulate() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    document.body.classList.add("busy");
    try {
      do {
        again = false;
        const began = performance.now(), changes = address.copied(wanted);
        [base, changed] = await Promise.all([
          api.modelRun(name, wanted.seed, {}), Object.keys(changes.set).length ? api.modelRun(name, wanted.seed, changes.set) : null]);
        good = changes;
        seed = wanted.seed;
        // how long a run takes depends on its parameters
        const before = course.days;
        course.days = course.origin = Math.max(1, ...lengths());
        drawAll();
        if (player && course.days === before) drawStep(player.day());
        else if (player) player.go(player.day() >= before - 1 ? course.days - 1 : player.day());
        byId("command", HTMLElement).textContent = shown().terminal;
        byId("hash", HTMLElement).textContent = hash();
        byId("csv", HTMLAnchorElement).href = `/api/model-runs?${shown().query}&format=csv`;
        Object.assign(document.body.dataset, { hash: hash(), took: String(Math.round(performance.now() - began)) });
        const without = (changed?.unused ?? []).map((words) => `${words}. `).join("");
        const early = shown().unfinished && `This run: ${shown().unfinished}; on a terminal, --steps makes it longer. `;
        say(changed ? `${early}${without}Solid with your changes, dashed without them; both on the same random numbers.` : `${early}One run. Move a parameter to set another beside it.`);
      } while (again);
    } catch (error) {
      wanted.seed = seed;
      if (player) {
        address.become(wanted, good);
        show();
      }
      throw error;
    } finally {
      busy = false;
      document.body.classList.remove("busy");
    }
  }

  const moved = () => {
    sayOdd([]);
    show();
    simulate().catch(failed);
  };
  /** @type {ReturnType<typeof makePlayer>} */
  let player;
  byId("seed", HTMLInputElement).value = String(wanted.seed);
  document.querySelector("main")?.removeAttribute("hidden");
  const choices = makeChoices(model, wanted.set, moved);
  const words = model.choice.map((choice) => choice.name);
  const sliders = makeSliders(course, wanted.set, moved, words);
  const show = () => { choices.show(); sliders.show(); };
  await patiently(simulate());
  player = makePlayer(course, wanted.day ?? course.days - 1, drawStep);
  showVerdict(address.verdict(made, { version, hash: hash() }));
  byId("reset", HTMLButtonElement).addEventListener("click", () => {
    address.become(wanted, address.nothing());
    moved();
  });
  makeControls(wanted, moved, link, () => { drawAll(); drawStep(player.day()); });
}

main().catch(failed);
