// What the API gives, as types for the other modules; /api/openapi.json says the same.

/** @typedef {{name: string, kind: string, lat: number, lon: number, population: number}} Place */
/** @typedef {{day: number, until: number, actor: string, act: string, form: string, place: string}} Act */
/**
 * @typedef {{day: number, observable: string, place: number | null, kind: string, value: number, low: number | null,
 *   high: number | null, claimant: string, side: string}} Claim
 */
/**
 * @typedef {{name: string, meaning: string, unit: string, value: number, low: number, high: number, step: number,
 *   source: string}} Slider
 */
/**
 * @typedef {{name: string, title: string, start: string, days: number, origin: number, people: number, scale: number,
 *   sides: Record<string, string>, actors: Record<string, string>, place: Place[], act: Act[], claim: Claim[],
 *   slider: Slider[]}} Scenario
 */
/**
 * @typedef {{scenario: string, seed: number, scale: number, settings: Record<string, number | string>, query: string,
 *   hash: string, place: Record<string, number[][]>, nation: Record<string, (number | null)[]>,
 *   outcome: {name: string, day: number} | null, shares: {announced: number, cast: number} | null}} Run
 */
/** @typedef {{seed: number, scale: number, set: Record<string, string>, day: number | null, place: number | null}} Wanted */

export {};
