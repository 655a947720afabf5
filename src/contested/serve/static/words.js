// What a day did, in words.

import { exact, longDate, number, percent } from "./format.js";

/** @typedef {import("./types.js").Scenario} Scenario */
/** @typedef {import("./types.js").Run} Run */

/** @param {number[]} values */
export const sum = (values) => values.reduce((total, value) => total + value, 0);

const ENDINGS = {
  repression_holds: "repression holds", new_election: "a new election", negotiated_transition: "a negotiated transition",
  collapse: "collapse", intervention: "intervention", coup: "a coup", faded: "it faded",
};

/** @param {Scenario} scenario @param {Run} run */
export function outcome(scenario, run) {
  if (!run.outcome) return "The crisis had not ended by the last day.";
  const name = ENDINGS[/** @type {keyof typeof ENDINGS} */ (run.outcome.name)] ?? run.outcome.name;
  return `The crisis ended on ${longDate(scenario.start, run.outcome.day)}: ${name}.`;
}

/** @param {Scenario} scenario @param {Run} run @param {Run | null} before @param {number} day */
export function ofDay(scenario, run, before, day) {
  const row = run.place.crowd[day], crowd = sum(row);
  const first = row.indexOf(Math.max(...row));
  const other = before ? sum(before.place.crowd[day]) : crowd;
  // two numbers that differ are not written as one
  const shown = other !== crowd && number(other) === number(crowd) ? exact : number;
  const said = [crowd ? `${shown(crowd)} ${crowd === 1 ? "person" : "people"} marched` : "Nobody marched"];
  if (other !== crowd) said[0] += ` (${shown(other)} without the change)`;
  if (crowd && scenario.place.length > 1) said[0] += `, ${number(row[first])} of them in ${scenario.place[first].name}`;
  const detained = sum(run.place.detained[day]), custody = sum(run.place.custody[day]);
  const were = (/** @type {number} */ count, /** @type {string} */ what) => {
    if (count) said.push(`${number(count)} ${count === 1 ? "was" : "were"} ${what}`);
  };
  were(detained, "arrested");
  were(sum(run.place.released[day]), "released");
  were(custody, "in custody at night");
  were(sum(run.place.injured[day]), "injured");
  if (sum(run.place.killed[day])) said.push(`${number(sum(run.place.killed[day]))} died`);
  were(sum(run.place.strikers[day]), "on strike");
  return `${said.join("; ")}. Loyalty of the elite ${percent(run.nation.elite_loyalty[day])}.`;
}
