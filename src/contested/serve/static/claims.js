// The ledger of a crisis: claims of a day or a claimant, what contradicts what, and who says more than others.

import { get } from "./api.js";
import { copied, linked } from "./figure.js";
import { number } from "./format.js";
import { amount, ratioChart, strip } from "./strips.js";
import { byId, html, svg } from "./svg.js";

/**
 * @typedef {{date: string, end: string | null, place: string, quantity: string, unit: string, about: string,
 *   kind: string, value: number | null, low: number | null, high: number | null, claimant: string, party: string,
 *   side: string, source: string, note: string, recalled: boolean}} Claim
 */
/** @typedef {{middle: number, low: number, high: number, things: number}} Ratio */
/** @typedef {{name: string, side: string, claims: number, ratio: Ratio | null}} Party */
/**
 * @typedef {{kind: string, less: number | null, more: number | null, less_party: string, more_party: string,
 *   most: number, least: number, factor: number | null, remark: string}} Contradiction
 */
/**
 * @typedef {{cite: import("./figure.js").Citation, sides: Record<string, string>, kinds: Record<string, string>, quantities: Record<string, string>,
 *   party: Party[], claim: Claim[], contradiction: Contradiction[]}} Ledger
 */

/** Rows of a table and strips at most; the files hold all. */
const ROWS = 150, STRIPS = 12;
const FILTERS = /** @type {const} */ (["day", "party", "quantity"]);
const name = document.body.dataset.scenario ?? "";
const selects = { day: byId("day", HTMLSelectElement), party: byId("party", HTMLSelectElement), quantity: byId("quantity", HTMLSelectElement) };
const against = byId("against", HTMLInputElement);

/** @param {Claim} c */
const plainQuantity = (c) => c.quantity.replaceAll("_", " ");
/** What a number counts, and of whom. @param {Claim} c */
const what = (c) => plainQuantity(c) + (c.about ? ` (${c.about})` : "");
/** @param {Claim} c */
const where = (c) => c.place.replaceAll("_", " ") || "the country";
/** @param {Claim} c */
const days = (c) => (c.end && c.end !== c.date ? `${c.date} to ${c.end}` : c.date);

/** @param {HTMLSelectElement} select @param {string} all @param {Map<string, string>} options */
function fill(select, all, options) {
  select.replaceChildren(html("option", { value: "" }, [all]), ...[...options].map(([value, text]) => html("option", { value }, [text])));
}

/** How often each stands there. @param {Claim[]} claims @param {(c: Claim) => string} of @returns {Map<string, number>} */
function tally(claims, of) {
  const counts = new Map();
  for (const claim of claims) counts.set(of(claim), (counts.get(of(claim)) ?? 0) + 1);
  return counts;
}

/** @param {Ledger} ledger */
function choices(ledger) {
  const counted = (/** @type {Map<string, number>} */ counts, words = (/** @type {string} */ v) => v) =>
    new Map([...counts].map(([value, count]) => [value, `${words(value)} (${count})`]));
  const byDay = new Map([...tally(ledger.claim, (c) => c.date)].sort());
  fill(selects.day, "all days", counted(byDay));
  fill(selects.party, "everybody", counted(new Map(ledger.party.map((p) => [p.name, p.claims]))));
  const quantities = [...tally(ledger.claim, (c) => c.quantity)].sort((a, b) => b[1] - a[1]);
  fill(selects.quantity, "everything", counted(new Map(quantities), (v) => v.replaceAll("_", " ")));
}

/** The day that most contradictions are about, where an address names nothing. @param {Ledger} ledger */
function busiest(ledger) {
  const about = ledger.contradiction.filter((c) => c.kind === "same day" && c.less !== null).map((c) => ledger.claim[/** @type {number} */ (c.less)]);
  const counts = [...tally(about.length ? about : ledger.claim, (c) => c.date)];
  return counts.sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

/** @param {string} address */
function source(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !["http:", "https:"].includes(url.protocol)) return address || "–";
  return html("a", { href: url.href, rel: "noreferrer noopener", target: "_blank" }, [url.hostname.replace(/^www\./, "")]);
}

/** @param {[string, Node | string][]} cells */
const row = (cells) => html("tr", {}, cells.map(([label, content]) => html("td", { "data-label": label }, [content])));

/** @param {Ledger} ledger @param {Claim} c */
function who(ledger, c) {
  const shown = html("span", { class: "who" }, [c.claimant]);
  shown.style.setProperty("--side", ledger.sides[c.side] ?? "");
  return shown;
}

/** @param {Ledger} ledger @param {Set<number>} contradicted */
function draw(ledger, contradicted) {
  const { day, party, quantity } = { day: selects.day.value, party: selects.party.value, quantity: selects.quantity.value };
  const fits = (/** @type {Claim} */ c, /** @type {string} */ by) =>
    (!day || (c.date <= day && day <= (c.end ?? c.date))) && (!party || by === party) && (!quantity || c.quantity === quantity);
  const rows = ledger.claim.map((c, k) => /** @type {const} */ ([c, k])).filter(([c, k]) => fits(c, c.party) && (!against.checked || contradicted.has(k)));
  const claims = rows.map(([c]) => c);
  strips(ledger, claims);
  byId("counted", HTMLElement).textContent = `${claims.length} ${claims.length === 1 ? "claim" : "claims"}${claims.length > ROWS ? `, the first ${ROWS} here` : ""}`;
  byId("claims", HTMLElement).replaceChildren(...claims.slice(0, ROWS).map((c) => row([
    ["Day", days(c)], ["Who", who(ledger, c)], ["What", what(c)],
    ["How many", amount(c)], ["Where", where(c)], ["Source", noted(c)],
  ])));
  const found = ledger.contradiction.filter((one) => {
    const pair = [one.less, one.more].map((k) => (k === null ? null : ledger.claim[k]));
    return pair.some((c, k) => c && fits(c, k ? one.more_party : one.less_party));
  });
  byId("contradicted", HTMLElement).textContent = found.length
    ? `${found.length} ${found.length === 1 ? "pair" : "pairs"}, the widest first${found.length > ROWS ? `; ${ROWS} of them here` : ""}. Copies of one source count once, and only the last state of a growing list.`
    : "No two of these claims exclude each other.";
  byId("contradictions", HTMLElement).replaceChildren(...found.slice(0, ROWS).map((one) => apart(ledger, one)));
}

/** @param {Claim} c */
function noted(c) {
  const note = [c.recalled ? "recalled, not read" : "", c.note].filter(Boolean).join("; ");
  return html("span", {}, [source(c.source), ...(note ? [html("div", { class: "note" }, [note])] : [])]);
}

/** @param {Ledger} ledger @param {Contradiction} one */
function apart(ledger, one) {
  const c = ledger.claim[one.less ?? one.more ?? -1];
  const factor = one.factor === null ? "none against some" : `${number(one.factor)} ×`;
  return row([
    ["Day", c ? days(c) : ""], ["What", c ? `${what(c)}, ${where(c)}` : ""],
    ["At most", `${number(one.most)}: ${one.less_party}`], ["At least", `${number(one.least)}: ${one.more_party}`],
    ["Apart", factor], ["Why", [ledger.kinds[one.kind], one.remark].filter(Boolean).join("; ")],
  ]);
}

/** What every chart of the page gives when it is saved. @param {Ledger} ledger */
const common = (ledger) => ({ cite: () => linked(ledger.cite, location.href), key: () => copied(byId("key", HTMLElement)) });

/** Things that several speak of, those of which numbers lie widest apart first. @param {Ledger} ledger @param {Claim[]} claims */
function strips(ledger, claims) {
  const place = byId("strips", HTMLElement);
  place.replaceChildren();
  /** @type {Map<string, Claim[]>} */
  const things = new Map();
  for (const c of claims) {
    if (c.value === null && c.low === null && c.high === null) continue;
    const thing = `${what(c)}, ${where(c)}, ${days(c)}`;
    things.set(thing, [...(things.get(thing) ?? []), c]);
  }
  const spread = (/** @type {Claim[]} */ each) => {
    const all = each.map((c) => c.value ?? c.low ?? c.high ?? 0);
    return Math.max(...all) / Math.max(Math.min(...all), 1);
  };
  const several = [...things].filter(([, each]) => each.length > 1).sort((a, b) => spread(b[1]) - spread(a[1]));
  const shown = several.length ? several : [...things];
  for (const [thing, each] of shown.slice(0, STRIPS)) strip(place, thing, each.slice(0, 20), ledger.sides, common(ledger));
  if (shown.length > STRIPS) place.append(html("p", { class: "hint" }, [`${shown.length - STRIPS} more in the table; choose a day or a quantity.`]));
  byId("rows", HTMLDetailsElement).open = !shown.length || !several.length;
}

async function begin() {
  /** @type {Ledger} */
  const ledger = await get(`/api/claims/${encodeURIComponent(name)}`);
  const contradicted = new Set(ledger.contradiction.flatMap((c) => [c.less, c.more]).filter((k) => k !== null));
  choices(ledger);
  const asked = new URLSearchParams(location.search);
  for (const key of FILTERS) selects[key].value = asked.get(key) ?? "";
  if (!FILTERS.some((key) => asked.has(key))) selects.day.value = busiest(ledger);
  for (const key of FILTERS) selects[key].value ||= "";
  byId("key", HTMLElement).append(...Object.entries(ledger.sides).map(([side, colour]) => html("li", {}, [
    svg("svg", { width: 12, height: 12, "aria-hidden": "true" }, [svg("circle", { cx: 6, cy: 6, r: 5, fill: colour })]), side])));
  const redraw = () => {
    const query = new URLSearchParams(FILTERS.map((key) => [key, selects[key].value]));
    history.replaceState(null, "", `${location.pathname}?${query}`);
    draw(ledger, contradicted);
  };
  for (const control of [...Object.values(selects), against]) control.addEventListener("change", redraw);
  byId("all", HTMLButtonElement).addEventListener("click", () => {
    for (const key of FILTERS) selects[key].value = "";
    against.checked = false;
    redraw();
  });
  document.querySelector("main")?.removeAttribute("hidden");
  byId("status", HTMLElement).textContent = "";
  draw(ledger, contradicted);
  ratioChart(byId("ratios", HTMLElement), ledger.party, ledger.sides, common(ledger));
  document.body.dataset.ready = "1";
}

byId("scenario", HTMLSelectElement).addEventListener("change", (event) => {
  location.href = `/claims/${encodeURIComponent(/** @type {HTMLSelectElement} */ (event.target).value)}`;
});
begin().catch((error) => {
  const status = byId("status", HTMLElement);
  status.textContent = error.message;
  status.className = "bad";
});
