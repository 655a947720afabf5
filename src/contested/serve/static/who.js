// Who differs between the two runs, what they do otherwise, and through which phase of a day it reached them.

import * as api from "./api.js";
import { makeBars } from "./bars.js";
import { counted, number, percent } from "./format.js";
import { failed } from "./status.js";
import { byId, html } from "./svg.js";
import { sum } from "./words.js";

/** @typedef {import("./types.js").Scenario} Scenario */
/** @typedef {import("./types.js").Run} Run */
/** @typedef {import("./types.js").Differences} Differences */

/** Milliseconds in which nothing is moved before two runs are compared: it takes as long as both. */
const CALM = 400;
/** What people do, in the run with the change, and in the one without. */
const WITH = { home: "stayed at home", out: "marched", detained: "were in custody", hurt: "were hurt", dead: "were dead" };
const WITHOUT = { home: "stay at home", out: "march", detained: "are in custody", hurt: "are hurt", dead: "are dead" };
/** @typedef {keyof typeof WITH} Status */

/** @param {number[]} persons @param {number} day */
const until = (persons, day) => sum(persons.slice(0, day + 1));

/** A day of the pair. @param {Scenario} scenario @param {Differences} who @param {number} day */
function ofDay(scenario, who, day) {
  if (!who.differing[day] && !until(who.where.map(sum), day)) return "Nobody differs yet.";
  const said = [`${counted(who.differing[day], "person", "people")} of ${number(scenario.people)} differ in the evening in what they do, believe, feel or remember.`];
  const doing = who.doing.filter((one) => one.persons[day]).sort((a, b) => b.persons[day] - a.persons[day]).slice(0, 3);
  const parts = doing.map((one) => `${number(one.persons[day])} ${WITH[/** @type {Status} */ (one.with)]} who ${WITHOUT[/** @type {Status} */ (one.without)]} without the change`);
  said.push(parts.length ? `While marches were out, ${parts.join("; ")}.` : "While marches were out, everybody did the same.");
  return said.join(" ");
}

/** How it reached people up to a day. @param {Scenario} scenario @param {Differences} who @param {number} day */
function ways(scenario, who, day) {
  const reached = who.reached.map((one) => ({ ...one, until: until(one.persons, day) })).filter((one) => one.until).sort((a, b) => b.until - a.until);
  const all = sum(reached.map((one) => one.until));
  if (!all) return [];
  const online = who.group.find((one) => one.name === "online"), where = scenario.place.map((_, k) => until(who.where.map((row) => row[k]), day));
  const first = where.indexOf(Math.max(...where));
  const share = (/** @type {number} */ part) => (part && part / all < 0.005 ? "under 1 %" : percent(part / all));
  return [
    `Reached so far: ${counted(all, "person", "people")}, ${share(where[first])} of them in ${scenario.place[first].name}, ${share(online ? until(online.persons, day) : 0)} adults who are online. Each counts where they first differed:`,
    ...reached.slice(0, 4).map((one) => `${share(one.until)} through ${one.phase} (${one.subsystem}): ${one.meaning}`),
  ];
}

/**
 * @param {Scenario} scenario @param {() => number} day the day shown @param {(day: number) => void} chosen
 * @param {{cite: () => import("./figure.js").Citation, caption: () => string}} gives
 */
export function makeWho(scenario, day, chosen, gives) {
  const section = byId("who", HTMLElement), words = byId("who-words", HTMLElement);
  const charts = byId("who-charts", HTMLElement);
  const doing = makeBars("People who do something else while marches are out", scenario, chosen, gives, charts);
  const reaching = makeBars("People reached so far, by what first changed them", scenario, chosen, gives, charts);
  /** @type {Differences | null} */
  let who = null;
  let timer = 0, busy = false, wanted = "";

  async function ask() {
    if (busy || !wanted) return;
    busy = true;
    const query = wanted;
    try {
      const found = await api.differences(query);
      if (query === wanted) show(found);
    } catch (error) {
      if (query === wanted) failed(error);
    } finally {
      busy = false;
      if (query !== wanted) ask();
    }
  }

  /** @param {Differences} found */
  function show(found) {
    who = found;
    section.dataset.hash = found.hash;
    byId("who-through", HTMLElement).textContent = found.through;
    draw();
    move(day());
  }

  const days = () => Array.from({ length: scenario.days });
  function draw() {
    if (!who) return;
    const some = who.doing.filter((one) => sum(one.persons));
    const more = some.filter((one) => one.with === "out"), fewer = some.filter((one) => one.without === "out");
    const other = some.filter((one) => one.with !== "out" && one.without !== "out");
    const added = (/** @type {typeof some} */ ones) => days().map((_, k) => sum(ones.map((one) => one.persons[k])));
    doing.draw([
      { label: "march, and do not without the change", colour: "var(--crowd)", values: added(more) },
      { label: "march only without it", colour: "var(--before)", values: added(fewer).map((v) => -v) },
      { label: "differ otherwise (custody, injury)", colour: "var(--custody)", values: added(other) },
    ]);
    const subsystems = Object.keys(scenario.subsystems).filter((name) => who?.reached.some((one) => one.subsystem === name));
    reaching.draw(subsystems.map((name) => {
      let sofar = 0;
      const each = added(/** @type {any} */ (who?.reached.filter((one) => one.subsystem === name)));
      return { label: name, colour: scenario.subsystems[name], values: each.map((v) => (sofar += v)) };
    }));
  }

  /** @param {number} to */
  function move(to) {
    if (!who) return;
    doing.move(to);
    reaching.move(to);
    if (!who.same_people) {
      words.textContent = "The change draws another population, so nobody can be compared person by person.";
      return;
    }
    words.textContent = ofDay(scenario, who, to);
    const [first, ...rest] = ways(scenario, who, to);
    byId("who-ways", HTMLElement).replaceChildren(...(first ? [html("p", {}, [first]), html("ul", {}, rest.map((text) => html("li", {}, [text])))] : []));
  }

  return {
    /** Compare the run of a query with the one without its changes; "" for nothing to compare. @param {string} query */
    of(query) {
      clearTimeout(timer);
      section.hidden = !query;
      if (query === wanted) return;
      wanted = query;
      who = null;
      delete section.dataset.hash;
      for (const id of ["who-ways", "who-through"]) byId(id, HTMLElement).replaceChildren();
      words.textContent = query ? "Comparing both runs person by person." : "";
      doing.clear();
      reaching.clear();
      if (query) timer = window.setTimeout(ask, CALM);
    },
    move,
    draw,
  };
}
