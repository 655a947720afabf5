// A chart that can be saved and cited. The report's script (save.js) does it, for written pages and for these: it waits
// for an event "figure". A saved picture has its key and says what it shows, in light colours whatever the page has.

import { html } from "./svg.js";

/** @typedef {{text: string, bibtex: string}} Citation */
/**
 * What a figure gives: rows of a table, the first its columns; its citation; its key; and a line on what it shows.
 * @typedef {{rows: () => (string | number | null)[][], cite: () => Citation, key: () => Node[], caption: () => string}} Gives
 */

/**
 * @param {string} name of its files @param {HTMLElement} heading @param {Node[]} content @param {Gives} gives
 * @param {(figure: HTMLElement) => void} put puts it where it belongs
 */
export function makeFigure(name, heading, content, gives, put) {
  const key = html("ul", { class: "key" }), caption = html("figcaption");
  const figure = html("figure", { class: "chart live", id: `figure-${name.replace(/[^a-z0-9]+/gi, "-")}` }, [heading, key, ...content, caption]);
  /** @template T @param {() => T} take */
  const sheet = (take) => {
    key.replaceChildren(...gives.key());
    caption.textContent = gives.caption();
    figure.dataset.sheet = "yes";
    try {
      return take();
    } finally {
      delete figure.dataset.sheet;
    }
  };
  put(figure);
  figure.dispatchEvent(new CustomEvent("figure", { bubbles: true, detail: { rows: gives.rows, cite: gives.cite, sheet } }));
  return figure;
}

/** A citation that also has the address of the page. @param {Citation} cite @param {string} link @returns {Citation} */
export const linked = (cite, link) => ({ text: `${cite.text} ${link}`, bibtex: cite.bibtex.replace(/\n\}$/, `\n  url = {${link}},\n}`) });

/** What stands in another list, once more. @param {HTMLElement} list */
export const copied = (list) => [...list.children].map((child) => child.cloneNode(true));
