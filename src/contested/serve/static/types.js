// What the API gives, as types for the other modules; /api/openapi.json says the same.

/** @typedef {{name: string, kind: string, lat: number, lon: number, population: number}} Place */
/** @typedef {{day: number, until: number, line: number, actor: string, act: string, form: string, place: string}} Act */
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
 *   sides: Record<string, string>, actors: Record<string, string>, frame: {south: number, north: number, west: number, east: number},
 *   land: number[][][], place: Place[], act: Act[], claim: Claim[],
 *   slider: Slider[], intervention: Intervention[]}} Scenario
 */
/**
 * @typedef {{scenario: string, seed: number, scale: number, settings: Record<string, number | string>, query: string,
 *   hash: string, place: Record<string, number[][]>, nation: Record<string, (number | null)[]>,
 *   outcome: {name: string, day: number} | null, shares: {announced: number, cast: number} | null}} Run
 */
/**
 * What differs from the scenario: parameters, interventions (with their value, or ""), lines of acts that are left out.
 * @typedef {{set: Record<string, string>, does: Record<string, string>, drop: number[]}} Changes
 */
/** @typedef {Changes & {seed: number, scale: number, day: number | null, place: number | null}} Wanted */

export {};
