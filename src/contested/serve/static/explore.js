// A scenario's page: one run, or two on common random numbers, played day by day.

import * as address from "./address.js";
import * as api from "./api.js";
import { shift, toggle } from "./acts.js";
import { makeAddAct } from "./add-act.js";
import { makeBands } from "./bands.js";
import { makeBranch } from "./branch.js";
import { makeCalendar } from "./calendar.js";
import { makeChart, sign } from "./chart.js";
import { makeControls, showVerdict } from "./controls.js";
import { copied, linked, makeFigure } from "./figure.js";
import { isoDate, longDate, number } from "./format.js";
import { makeDayActs } from "./day-acts.js";
import { makeDeeds } from "./deeds.js";
import { LAYERS, makeMap } from "./map.js";
import { makePlayer } from "./player.js";
import { makeSliders } from "./sliders.js";
import { failed, patiently, say, sayOdd } from "./status.js";
import { byId, html, svg } from "./svg.js";
import { makeWho } from "./who.js";
import { ofDay, outcome, sum } from "./words.js";

/** @typedef {import("./types.js").Run} Run */
/** @typedef {import("./types.js").Scenario} Scenario */
/** @typedef {import("./types.js").Dated} Dated */

/** Charts: of a place, or of the country where `nation` names an observable. */
const CHARTS = [
  { label: "people marching", name: "crowd", height: 160 },
  { label: "people arrested", name: "detained", height: 80 },
  { label: "people in custody at night", name: "custody", height: 80 },
  { label: "people on strike", name: "strikers", height: 80 },
  { label: "loyalty of the elite", nation: "elite_loyalty", height: 66 },
];
const name = document.body.dataset.scenario ?? "", version = document.body.dataset.version ?? "";

async function main() {
  const scenario = await api.scenario(name);
  const { wanted, made, odd } = address.read(location.search, scenario.scale, scenario.days, scenario.place.length);
  sayOdd(odd);
  /** @type {Run} */
  let base;
  /** @type {Run | null} */
  let changed = null;
  const shown = () => changed ?? base;
  const other = () => (changed ? base : null);
  const hash = () => (changed ? `${base.hash}-${changed.hash}` : base.hash);

  const map = makeMap(byId("map", SVGSVGElement), scenario, (place) => pick(place === wanted.place ? null : place));
  const gives = {
    cite: () => linked(shown().cite, location.origin + location.pathname + link()),
    caption: () => `${scenario.title}. One simulated run${changed ? " with a change and one without" : ""}, not a forecast: seed ${base.seed}, 1:${base.scale}, contested ${version}, ${hash()}.`,
  };
  const charts = CHARTS.map((chart) => {
    const root = /** @type {SVGSVGElement} */ (svg("svg"));
    const made = makeChart(root, scenario, chart.height, (day) => player.go(day));
    const where = () => (chart.nation || wanted.place === null ? "The whole country" : scenario.place[wanted.place].name);
    makeFigure(chart.label, html("h3", {}, [chart.label]), [root], {
      rows: made.rows, cite: gives.cite, key: () => copied(byId("curve-key", HTMLElement)), caption: () => `${where()}. ${gives.caption()}`,
    }, (figure) => byId("charts", HTMLElement).append(figure));
    return made;
  });
  const mapped = byId("map", SVGSVGElement), mark = document.createComment("map");
  mapped.replaceWith(mark);
  makeFigure("map", html("h3", { class: "saved" }, ["Who is where"]), [mapped], {
    rows: () => [["date", "place", ...LAYERS.map((layer) => layer.label)],
      ...scenario.place.map((p, k) => [isoDate(scenario.start, player.day()), p.name, ...LAYERS.map((layer) => shown().place[layer.name][player.day()][k])])],
    cite: gives.cite, key: () => copied(byId("map-key", HTMLElement)), caption: () => `${longDate(scenario.start, player.day())}. ${gives.caption()}`,
  }, (figure) => mark.replaceWith(figure));
  let chosen = "";
  const does = {
    go: (/** @type {number} */ day) => player.go(day),
    choose: (/** @type {Dated | null} */ act) => {
      chosen = act ? act.id : "";
      drawActs();
    },
    shift: (/** @type {Dated} */ act, /** @type {number} */ days) => {
      chosen = shift(scenario, wanted, act, days);
      drawActs();
      moved();
    },
    toggle: (/** @type {Dated} */ act) => {
      toggle(wanted, act);
      drawActs();
      moved();
    },
  };
  const calendar = makeCalendar(byId("calendar", SVGSVGElement), scenario, wanted, does);
  const scheduled = byId("calendar", SVGSVGElement), holder = document.createComment("calendar");
  scheduled.replaceWith(holder);
  makeFigure("calendar", html("h3", {}, ["Dated acts"]), [scheduled], {
    rows: calendar.rows, cite: gives.cite, key: () => [], caption: () => `Acts of each actor by day. ${gives.caption()}`,
  }, (figure) => holder.replaceWith(figure));
  const dayActs = makeDayActs(scenario, wanted, does);
  const drawActs = () => {
    calendar.choose(chosen);
    if (!player) return;
    calendar.move(player.day());
    dayActs.draw(player.day(), chosen);
  };
  const places = byId("place", HTMLSelectElement);
  places.append(html("option", { value: "" }, ["the whole country"]));
  scenario.place.forEach((p, k) => places.append(html("option", { value: String(k) }, [p.name])));
  places.addEventListener("change", () => pick(places.value === "" ? null : Number(places.value)));

  /** @param {number} day */
  function drawDay(day) {
    wanted.day = day;
    const most = map.draw(day, shown(), other(), wanted.place);
    key(most);
    charts.forEach((chart) => chart.move(day));
    calendar.move(day);
    byId("words", HTMLElement).textContent = ofDay(scenario, shown(), other(), day);
    dayActs.draw(day, chosen);
    branch.draw(day);
    who.move(day);
    keep();
  }

  function drawAll() {
    map.place();
    CHARTS.forEach((chart, k) => {
      const nothing = chart.name !== undefined && ![base, shown()].some((run) => run.place[chart.name].some((row) => sum(row)));
      byId("charts", HTMLElement).children[k].toggleAttribute("hidden", nothing && !scenario.claim.some((c) => c.observable === chart.name));
      const of = (/** @type {Run} */ run) => chart.nation ? run.nation[chart.nation]
        : run.place[/** @type {string} */ (chart.name)].map((row) => (wanted.place === null ? sum(row) : row[wanted.place]));
      const before = other();
      charts[k].draw({
        branch: changed ? wanted.branch : 0, label: chart.label, top: chart.nation ? 1 : null, unit: "person", now: of(shown()), before: before && of(before),
        claims: scenario.claim.filter((c) => c.observable === chart.name && c.place === wanted.place),
        fans: chart.nation || wanted.place === null ? bands.fans(chart.nation ?? chart.name ?? "") : [],
      });
    });
    calendar.draw();
    who.draw();
    legend();
  }

  /** @param {number} most */
  function key(most) {
    byId("map-key", HTMLElement).replaceChildren(
      ...LAYERS.map((layer) => html("li", {}, [svg("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14" }, [svg("circle", { r: 5, class: layer.name })]), layer.label])),
      html("li", {}, [`largest circle: ${number(most)} people`]),
    );
  }

  function legend() {
    const claims = scenario.claim.filter((c) => c.place === wanted.place && CHARTS.some((chart) => chart.name === c.observable));
    const line = (/** @type {string} */ kind) => svg("svg", { width: 22, height: 10, viewBox: "0 0 22 10" }, [svg("path", { class: kind, d: "M0 5H22" })]);
    const mark = (/** @type {string} */ kind, /** @type {string} */ fill) => svg("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14" }, [svg("path", { class: "claim", d: sign(kind), fill })]);
    const shaded = wanted.place === null ? bands.fans("crowd").map((fan) => [
      svg("svg", { width: 22, height: 10, viewBox: "0 0 22 10" }, [svg("rect", { class: `fan ${fan.kind}`, width: 22, height: 10 }), svg("path", { class: `middle ${fan.kind}`, d: "M0 5H22" })]),
      `${fan.runs > 1 ? `90 % of ${fan.runs} runs` : "a run by job"}${changed ? (fan.kind === "now" ? " with it" : " without") : ""}`]) : [];
    const lines = changed ? [[line("now"), "with the change"], [line("before"), "without"]] : [[line("now"), "simulated"]];
    const sides = [...new Set(claims.map((c) => c.side))].map((side) => [mark("one figure", scenario.sides[side] ?? "#667085"), `claimed by ${side}`]);
    const kinds = [...new Set(claims.map((c) => c.kind))].filter((kind) => kind !== "one figure").map((kind) => [mark(kind, "#667085"), kind]);
    byId("curve-key", HTMLElement).replaceChildren(...[...lines, ...shaded, ...sides, ...kinds].map((parts) => html("li", {}, parts)));
  }

  /** @param {number | null} place */
  function pick(place) {
    wanted.place = place;
    places.value = place === null ? "" : String(place);
    drawAll();
    drawDay(player.day());
  }

  // of what is shown, which is not yet what is wanted while a run is simulated
  const link = () => address.write({ ...wanted, ...good, seed }, { version, hash: hash(), bands: bands.hash() });
  let waiting = 0;
  /** Write the address, at most twice a second: browsers refuse more. */
  function keep() {
    if (waiting) return;
    waiting = window.setTimeout(() => {
      waiting = 0;
      history.replaceState(null, "", link());
    }, 500);
  }

  let busy = false, again = false, seed = wanted.seed, good = address.nothing();
  /** Simulate what is wanted now; what is wanted meanwhile comes after. */
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
        const began = performance.now();
        const changes = address.copied(wanted);
        const [one, two] = await Promise.all([
          api.run(name, wanted, address.nothing()), address.any(changes) ? api.run(name, wanted, changes) : null,
        ]);
        base = one;
        changed = two;
        seed = wanted.seed;
        drawAll();
        if (player) drawDay(player.day());
        bands.of(shown(), changed !== null);
        who.of(changed ? changed.query : "");
        good = changes;
        byId("command", HTMLElement).textContent = shown().terminal;
        byId("changes", HTMLElement).replaceChildren(...(changed?.words ?? []).map((words) => html("li", {}, [words])));
        byId("hash", HTMLElement).textContent = hash();
        byId("csv", HTMLAnchorElement).href = `/api/runs?${shown().query}&format=csv`;
        document.body.dataset.took = String(Math.round(performance.now() - began));
        document.body.dataset.hash = hash();
        const alike = changed && outcome(scenario, changed) === outcome(scenario, base);
        const without = alike ? " The same without the change." : ` Without the change: ${outcome(scenario, base)}`;
        say(`${outcome(scenario, shown())}${changed ? without : ""}`);
      } while (again);
    } catch (error) {
      wanted.seed = seed;
      if (player) { // what cannot be done is undone, and the page says why
        address.become(wanted, good);
        showChanges();
        drawActs();
      }
      throw error;
    } finally {
      busy = false;
      document.body.classList.remove("busy");
    }
  }

  /** @type {ReturnType<typeof makePlayer>} */
  let player;
  const moved = () => {
    sayOdd([]);
    simulate().catch(failed);
  };
  const bands = makeBands(scenario, made.bands, () => { drawAll(); if (player) drawDay(player.day()); });
  const who = makeWho(scenario, () => player.day(), (day) => player.go(day), gives);
  const deeds = makeDeeds(scenario, wanted, moved);
  const branch = makeBranch(scenario, wanted, () => player.day(), () => {
    drawActs();
    moved();
  });
  makeAddAct(scenario, () => player.day(), (line) => {
    if (!wanted.add.includes(line)) wanted.add.push(line);
    chosen = `added-${line}`;
    drawActs();
    moved();
  });
  byId("seed", HTMLInputElement).value = String(wanted.seed);
  document.querySelector("main")?.removeAttribute("hidden");
  await patiently(simulate());
  const crowds = shown().place.crowd.map(sum);
  player = makePlayer(scenario, wanted.day ?? crowds.indexOf(Math.max(...crowds)), drawDay);
  drawDay(player.day());

  showVerdict(address.verdict(made, { version, hash: hash() }));
  const sliders = makeSliders(scenario, wanted.set, moved);
  function showChanges() {
    sliders.show();
    deeds.show();
    branch.draw(player.day());
  }
  byId("reset", HTMLButtonElement).addEventListener("click", () => {
    address.become(wanted, address.nothing());
    showChanges();
    drawActs();
    moved();
  });
  makeControls(wanted, moved, link, () => { drawAll(); drawDay(player.day()); });
}

main().catch(failed);
