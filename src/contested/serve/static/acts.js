// The calendar's acts as they stand after the changes, and what moves them, leaves them out and adds them.

import { dayOf, isoDate } from "./format.js";

/** @typedef {import("./types.js").Scenario} Scenario */
/** @typedef {import("./types.js").Changes} Changes */
/** @typedef {import("./types.js").Dated} Dated */

/** An act in words. @param {{act: string, form: string, place: string}} act */
export const inWords = (act) => [act.act, act.form && `(${act.form})`, act.place && `in ${act.place}`].filter(Boolean).join(" ");

/** Cells of a line of acts.csv; a quoted one may hold commas. @param {string} line */
export function cells(line) {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, 11).map((m) => (m[1].startsWith('"') ? m[1].slice(1, -1).replaceAll('""', '"') : m[1]));
}

/** @param {string[]} parts */
export const joined = (parts) => parts.map((c) => (/[",]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c)).join(",").replace(/,+$/, "");

/** @param {string} start @param {string} line @returns {Dated} */
function ofLine(start, line) {
  const [date, end, actor, act, place, , , form] = cells(line), day = dayOf(start, date);
  return {
    id: `added-${line}`, day, until: end ? dayOf(start, end) : day, actor: actor ?? "", line: 0, added: line, out: false, moved: 0,
    text: inWords({ act: (act ?? "").replaceAll("_", " "), form: (form ?? "").replaceAll("_", " "), place: place ?? "" }),
  };
}

/** @param {Scenario} scenario @param {Changes} changes @returns {Dated[]} */
export function dated(scenario, changes) {
  const own = scenario.act.map((act) => {
    const moved = changes.move[act.line] ?? 0;
    return {
      id: `act-${act.line}`, day: act.day + moved, until: act.until + moved, actor: act.actor, text: inWords(act), line: act.line, added: "",
      out: changes.drop.includes(act.line), moved,
    };
  });
  return [...own, ...changes.add.map((line) => ofLine(scenario.start, line))].sort((a, b) => a.day - b.day || a.line - b.line);
}

/** Do an act some days later. @param {Scenario} scenario @param {Changes} changes @param {Dated} act @param {number} days @returns {string} what it is called now */
export function shift(scenario, changes, act, days) {
  if (act.added) {
    const parts = cells(act.added);
    for (const k of [0, 1]) if (parts[k]) parts[k] = isoDate(scenario.start, dayOf(scenario.start, parts[k]) + days);
    const line = joined(parts);
    changes.add.splice(changes.add.indexOf(act.added), 1, line);
    return `added-${line}`;
  }
  const by = act.moved + days;
  if (by) changes.move[act.line] = by;
  else delete changes.move[act.line];
  return act.id;
}

/** Leave an act out, or put it back where it was. @param {Changes} changes @param {Dated} act */
export function toggle(changes, act) {
  if (act.added) changes.add.splice(changes.add.indexOf(act.added), 1);
  else if (act.out) changes.drop.splice(changes.drop.indexOf(act.line), 1);
  else {
    changes.drop.push(act.line);
    delete changes.move[act.line];
  }
}
