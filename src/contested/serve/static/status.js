// The line that says what the page does, what came out, and what went wrong.

import * as api from "./api.js";
import { byId } from "./svg.js";

/** @param {string} text @param {string} [kind] */
export function say(text, kind = "") {
  const line = byId("status", HTMLElement);
  line.textContent = text;
  line.className = kind;
}

/** Parts of the page's address that mean nothing; they stay in sight until something is changed. @param {string[]} odd */
export function sayOdd(odd) {
  byId("odd", HTMLElement).textContent = odd.length ? `This link has parts that were left out, as they mean nothing here: ${odd.join(", ")}. Shown is the rest of it.` : "";
}

/** @param {unknown} error */
export const failed = (error) => say(error instanceof Error ? error.message : String(error), "bad");

/** While the first run waits, say what for. @template T @param {Promise<T>} promise @returns {Promise<T>} */
export async function patiently(promise) {
  let going = true;
  const done = () => { going = false; };
  promise.then(done, done);
  for (let wait = 300; going; wait = 1000) {
    await Promise.race([promise.catch(() => null), new Promise((resolve) => setTimeout(resolve, wait))]);
    if (!going) break;
    const now = await api.status().catch(() => null);
    if (going && now) say(now.ready ? "Simulating." : "The server is compiling the model: about a minute, once.");
  }
  return promise;
}
