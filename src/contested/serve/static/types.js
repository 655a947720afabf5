// What the API gives, as types for the other modules; /api/openapi.json says the same.

/** @typedef {{name: string, kind: string, lat: number, lon: number, population: number}} Place */
/** @typedef {{day: number, until: number, line: number, actor: string, act: string, form: string, place: string}} Act */
/**
 * @typedef {{name: string, actor: string, meaning: string, unit: string, low: number, high: number, usual: number | null,
 *   needed: boolean, local: boolean, forms: string[], lasts: boolean}} ActKind
 */
/**
 * @typedef {{day: number, observable: string, place: number | null, kind: string, value: number, low: number | null,
 *   high: number | null, claimant: string, side: string}} Claim
 */
/**
 * @typedef {{name: string, meaning: string, unit: string, value: number, low: number, high: number, step: number,
 *   source: string}} Slider
 */
/** @typedef {{name: string, meaning: string, takes: string, example: number}} Intervention */
/**
 * @typedef {{name: string, title: string, start: string, days: number, origin: number, people: number, scale: number,
 *   sides: Record<string, string>, actors: Record<string, string>, subsystems: Record<string, string>, frame: {south: number, north: number, west: number, east: number},
 *   land: number[][][], place: Place[], act: Act[], act_kind: ActKind[], claim: Claim[],
 *   slider: Slider[], intervention: Intervention[]}} Scenario
 */
/**
 * @typedef {{scenario: string, seed: number, scale: number, settings: Record<string, number | string>, branch: number, words: string[],
 *   query: string, terminal: string, hash: string, cite: {text: string, bibtex: string}, place: Record<string, number[][]>, nation: Record<string, (number | null)[]>,
 *   outcome: {name: string, day: number} | null, shares: {announced: number, cast: number} | null}} Run
 */
/**
 * @typedef {{hash: string, query: string, same_people: boolean, differing: number[], where: number[][], through: string,
 *   doing: {without: string, with: string, persons: number[]}[], group: {name: string, persons: number[]}[],
 *   reached: {phase: string, subsystem: string, meaning: string, persons: number[]}[],
 *   first: {day: number, meaning: string, subsystem: string, phase: string}[]}} Differences
 */
/**
 * What differs from the scenario: parameters, interventions (with their value, or ""), lines of acts that are left out,
 * days by which acts are moved, acts that are added (lines of acts.csv), and the day from which on it holds.
 * @typedef {{set: Record<string, string>, does: Record<string, string>, drop: number[], move: Record<string, number>,
 *   add: string[], branch: number}} Changes
 */
/** @typedef {Changes & {seed: number, scale: number, day: number | null, place: number | null}} Wanted */
/**
 * An act of the calendar as it stands after the changes: one of the scenario's has its `line`, an added one `added`.
 * @typedef {{id: string, day: number, until: number, actor: string, text: string, line: number, added: string, out: boolean,
 *   moved: number}} Dated
 */
/**
 * @typedef {{name: string, title: string, clock: string, steps: number, longest: number, idea: string, status: Record<string, string>,
 *   report: {text: string, status: string, where: string}[], source: {text: string, link: string}[], slider: Slider[],
 *   choice: {name: string, meaning: string, value: string, choices: string[]}[],
 *   preset: {name: string, settings: Record<string, number | string>}[],
 *   observable: {name: string, unit: string, meaning: string}[], kind: {name: string, colour: string}[]}} ZooModel
 */
/**
 * @typedef {{model: string, seed: number, unused: string[], unfinished: string, query: string, terminal: string, hash: string, cite: {text: string, bibtex: string}, series: Record<string, (number | null)[]>,
 *   look: number[], stand: string[], count: number[][], side: number, at: number[][], tie: number[][], nodes: number}} ModelRun
 */
/**
 * A job; `query` and `changes` (in words) of those that simulate a scenario, `study` of those that go on from a fit,
 * `scale` of a fit.
 * @typedef {{number: number, kind: string, title: string, scenario: string | null, query: string | null, changes: string[], study: number | null, scale: number | null,
 *   state: string, error: string, hint: string, refused: boolean, done: number, total: number, text: string, report: string | null}} Job
 */
/** @typedef {{low: number[], middle: number[], high: number[]}} Band by day */
/** @typedef {{runs: number, now: Record<string, Band>, before: Record<string, Band> | null, hash: string}} Bands */
/** @typedef {Band & {kind: "now" | "before", runs: number}} Fan */

export {};
