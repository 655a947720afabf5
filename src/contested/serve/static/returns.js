// A file of returns: what its columns mean is proposed, corrected column by column, and audited as a job.

import { send } from "./api.js";
import { byId, html } from "./svg.js";

/** @typedef {{columns: {name: string, role: string}[], rows: string[][], unsure: string[], stations: number, hints: Record<string, unknown>}} Guess */

const input = byId("file", HTMLInputElement), status = byId("status", HTMLElement), button = byId("audit", HTMLButtonElement);
const role = byId("role", HTMLTemplateElement), leader = byId("leader", HTMLSelectElement);
/** @type {{file: File, guess: Guess} | null} */
let chosen = null;

/** @param {string} said @param {string} [kind] */
function say(said, kind = "") {
  status.textContent = said;
  status.className = kind;
}

/** @param {unknown} error */
const failed = (error) => say(error instanceof Error ? error.message : String(error), "bad");

const selects = () => /** @type {HTMLSelectElement[]} */ ([...document.querySelectorAll("#roles select")]);

function contestants() {
  const names = selects().flatMap((s, k) => (s.value === "contestant" && chosen ? [chosen.guess.columns[k].name] : []));
  const before = leader.value;
  leader.replaceChildren(html("option", { value: "" }, ["whoever has most"]), ...names.map((n) => html("option", { value: n }, [n])));
  leader.value = names.includes(before) ? before : "";
}

/** @param {Guess} guess */
function draw(guess) {
  byId("roles", HTMLElement).replaceChildren(...guess.columns.map((column) => {
    const select = /** @type {HTMLSelectElement} */ (/** @type {Element} */ (role.content.firstElementChild).cloneNode(true));
    select.value = column.role;
    select.setAttribute("aria-label", `What ${column.name} means`);
    select.addEventListener("change", contestants);
    return html("th", {}, [select]);
  }));
  byId("names", HTMLElement).replaceChildren(...guess.columns.map((column) => html("th", { scope: "col" }, [column.name])));
  byId("rows", HTMLElement).replaceChildren(...guess.rows.map((row) => html("tr", {}, row.map((cell) => html("td", {}, [cell])))));
  byId("unsure", HTMLElement).replaceChildren(...guess.unsure.map((doubt) => html("li", {}, [doubt])));
  byId("title", HTMLInputElement).value = (chosen?.file.name ?? "").replace(/\.[^.]*$/, "");
  byId("mapped", HTMLElement).hidden = false;
  contestants();
}

input.addEventListener("change", async () => {
  const file = input.files?.[0];
  byId("mapped", HTMLElement).hidden = true;
  if (!file) return;
  if (file.size > Number(input.dataset.most)) return say("This file is too large here; `contested audit` has no limit.", "bad");
  say("Looking at its columns.");
  try {
    /** @type {Guess} */
    const guess = await send(`/api/returns/columns?name=${encodeURIComponent(file.name)}`, file);
    chosen = { file, guess };
    say(`${guess.stations.toLocaleString("en")} rows.`);
    draw(guess);
  } catch (error) {
    failed(error);
  }
});

button.addEventListener("click", async () => {
  if (!chosen) return;
  const { file, guess } = chosen;
  const columns = selects().map((select, k) => ({ name: guess.columns[k].name, role: select.value }));
  const order = {
    kind: "audit", columns, hints: guess.hints, title: byId("title", HTMLInputElement).value.trim(), leader: leader.value,
    elections: Number(byId("elections", HTMLInputElement).value),
  };
  button.disabled = true;
  try {
    await send("/api/returns", new Blob([JSON.stringify(order), "\n", file]));
    location.href = "/jobs";
  } catch (error) {
    failed(error);
  } finally {
    button.disabled = false;
  }
});
document.body.dataset.ready = "1";
