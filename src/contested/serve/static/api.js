// Requests. Answers are the server's own; an error is a sentence of it.

/** @typedef {import("./types.js").Scenario} Scenario */
/** @typedef {import("./types.js").Run} Run */
/** @typedef {import("./types.js").ZooModel} ZooModel */
/** @typedef {import("./types.js").ModelRun} ModelRun */
import { append, nothing } from "./address.js";

/** @typedef {import("./types.js").Wanted} Wanted */
/** @typedef {import("./types.js").Changes} Changes */

const TRIES = 5;

/** @param {string} path @returns {Promise<any>} */
export const get = (path) => request(path, {});

/**
 * Send something; bytes as they are, everything else as JSON.
 * @param {string} path @param {unknown} content null for nothing @param {string} [method] @returns {Promise<any>}
 */
export function send(path, content, method = "POST") {
  if (content === null) return request(path, { method });
  const bytes = content instanceof Blob;
  const headers = { "content-type": bytes ? "application/octet-stream" : "application/json" };
  return request(path, { method, headers, body: bytes ? content : JSON.stringify(content) });
}

/** @param {string} path @param {RequestInit} options @returns {Promise<any>} */
async function request(path, options) {
  for (let attempt = 1; ; attempt++) {
    /** @type {Response} */
    let response;
    try {
      response = await fetch(path, { credentials: "same-origin", ...options });
    } catch {
      throw new Error("The server does not answer. Is `contested serve` still running?");
    }
    const after = response.headers.get("retry-after"); // a run that took too long has none
    if (after && [429, 503].includes(response.status) && attempt < TRIES && !options.method) {
      await new Promise((resolve) => setTimeout(resolve, 1000 * Number(after)));
      continue;
    }
    if (response.status === 204) return null;
    const body = await response.json().catch(() => ({ error: `The server answered ${response.status}.`, hint: "" }));
    if (!response.ok) throw new Error([body.error, body.hint].filter(Boolean).join(" Hint: "));
    return body;
  }
}

/** @param {string} name @returns {Promise<Scenario>} */
export const scenario = (name) => get(`/api/scenarios/${encodeURIComponent(name)}`);

/** @returns {Promise<{ready: boolean, waiting: number}>} */
export const status = () => get("/api/status");

/** @param {string} name @returns {Promise<ZooModel>} */
export const model = (name) => get(`/api/models/${encodeURIComponent(name)}`);

/** @type {Map<string, any>} */
const runs = new Map();

/** An answer that was asked for before, or a new one. @param {string} path @returns {Promise<any>} */
async function remembered(path) {
  const known = runs.get(path) ?? (await get(path));
  runs.set(path, known);
  if (runs.size > 30) runs.delete(/** @type {string} */ (runs.keys().next().value));
  return known;
}

/** @param {string} name @param {number} seed @param {Record<string, string>} set @returns {Promise<ModelRun>} */
export function modelRun(name, seed, set) {
  const query = new URLSearchParams({ model: name, seed: String(seed) });
  append(query, { ...nothing(), set });
  return remembered(`/api/model-runs?${query}`);
}

/** @param {string} name @param {Wanted} wanted @param {Changes} changes @returns {Promise<Run>} */
export function run(name, wanted, changes) {
  const query = new URLSearchParams({ scenario: name, seed: String(wanted.seed), scale: String(wanted.scale) });
  append(query, changes);
  return remembered(`/api/runs?${query}`);
}

/** @param {string} query of a changed run @returns {Promise<import("./types.js").Differences>} */
export const differences = (query) => remembered(`/api/differences?${query}`);
