"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const list = document.getElementById("drafts");
const colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#6f4e9c", "#8c564b", "#444444"];
const colour = (k) => colours[k % colours.length];
let here = 0, editing = -1, unsaved = false;
const STATUS = { new: "new: no earlier account", contradicted: "contradicted by" };
const NOT_STATED = "no claim: a table of claims takes what is stated";
const SAID = { "": "not decided", accept: "accepted", reject: "rejected" };
const fields = data.columns.filter((c) => data.edited.includes(c));
const of = (row, name) => row[data.columns.indexOf(name)];
const put = (row, name, value) => { row[data.columns.indexOf(name)] = value; unsaved = true; };
const counted = (row) => of(row, "quantity").replace(/_cum$/, " so far").replaceAll("_", " ");

// "vote share of Vera Dalen", "injured (forces)": one quantity of two is told apart by whom it is about
function thing(row) {
  const whom = of(row, "actor_or_side"), votes = /^(vote|exit_poll|survey)/.test(of(row, "quantity"));
  return counted(row) + (whom && (votes ? " of " + whom : " (" + whom + ")"));
}

function amount(row) {
  const words = of(row, "number_words"), unit = of(row, "unit");
  return words + (unit === "percent" ? "\u00a0%" : unit ? " " + unit : "");
}

function element(tag, text, kind) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

// what the keys do, for hands without a keyboard
function buttons(k, decision) {
  const row = element("p", "", "do");
  const acts = decision ? { Undo: () => decide("") } : { Accept: () => decide("accept"), Reject: () => decide("reject") };
  acts[editing === k ? "Done" : "Correct"] = () => correct(editing !== k);
  for (const [label, act] of Object.entries(acts)) {
    const button = element("button", label);
    button.type = "button";
    button.addEventListener("click", () => { here = k; act(); });
    row.append(button);
  }
  return row;
}

function draw() {
  list.replaceChildren(...data.rows.map((row, k) => {
    const item = element("li", "", [of(row, "decision"), k === here ? "here" : ""].join(" ").trim());
    item.style.setProperty("--of", colour(data.colours[k]));
    item.append(element("span", SAID[of(row, "decision")], "state"), element("b", thing(row) + ": " + amount(row)));
    item.append(element("div", of(row, "claimant") + " (" + of(row, "claimant_side") + "), " + of(row, "certainty"), "who"));
    const day = [of(row, "date"), of(row, "end_date")].filter(Boolean).join(" to ");
    item.append(element("div", [of(row, "place"), day].filter(Boolean).join(", ")));
    const stated = of(row, "certainty") === "stated", status = of(row, "status");
    if (!stated) item.append(element("div", of(row, "certainty") + ", " + NOT_STATED, "why"));
    else if (status) item.append(element("div", ((STATUS[status] ?? status) + " " + of(row, "status_note")).trim(), "why"));
    item.append(buttons(k, of(row, "decision")));
    const rules = element("details", "", "why");
    rules.append(element("summary", "How this was found"), element("div", data.rules[k]));
    item.append(rules);
    if (editing === k) for (const name of fields) {
      const label = element("label", name), input = element("input");
      input.value = of(row, name);
      input.addEventListener("input", () => put(row, name, input.value));
      label.append(input);
      item.append(label);
    }
    item.addEventListener("click", (event) => { if (!event.target.closest("input, button, details")) go(k); });
    return item;
  }));
  for (const mark of document.querySelectorAll("mark")) {
    mark.style.setProperty("--of", colour(Number(mark.dataset.colour)));
    mark.classList.toggle("here", Number(mark.dataset.draft) === here);
  }
  const decided = data.rows.filter((row) => of(row, "decision")).length;
  document.getElementById("count").textContent = decided + " of " + data.rows.length + " decided";
}

function go(k) {
  if (!data.rows.length) return;
  here = Math.max(0, Math.min(data.rows.length - 1, k));
  if (editing !== here) editing = -1;
  draw();
  document.querySelector("mark.number.here")?.scrollIntoView({ block: "center" });
  list.children[here].scrollIntoView({ block: "nearest" });
}

function decide(word) {
  if (!data.rows.length) return;
  put(data.rows[here], "decision", word);
  editing = -1;
  word ? go(here + 1) : draw();
}

function correct(on) {
  editing = on ? here : -1;
  draw();
  if (on) list.querySelector("input").focus();
}

function cell(value) {
  let text = String(value ?? "");
  if (/^[\s"'`]*[=+\-@]/.test(text) && !/^[+\-]?[\d.,]+$/.test(text)) text = (text.includes("'") ? "''" : "'") + text;
  return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}

const table = () => [data.columns, ...data.rows].map((row) => row.map(cell).join(",")).join("\n") + "\n";

function give(content, name) {
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "text/csv" }));
  link.download = name;
  link.click();
}

function save() {
  give(table(), "drafts.csv");
  unsaved = false;
}

// The server turns accepted drafts into a table of claims, and says which of them are none.
async function accept() {
  const said = document.getElementById("count");
  const answer = await fetch(data.accept, {
    method: "POST", headers: { "content-type": "application/octet-stream" }, body: table(),
  }).then((a) => a.json()).catch(() => ({ error: "The server does not answer.", hint: "" }));
  if (answer.error) { said.textContent = answer.error + " " + answer.hint; return; }
  const aside = answer.aside.length ? "; not claims: " + answer.aside.join(" ") : "";
  said.textContent = answer.claims + (answer.claims === 1 ? " claim" : " claims") + aside;
  if (answer.claims) { give(answer.csv, "claims.csv"); unsaved = false; }
}

// what a person decided is lost with the page
window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
document.getElementById("save").addEventListener("click", save);
document.getElementById("accept")?.addEventListener("click", accept);
for (const mark of document.querySelectorAll("mark")) mark.addEventListener("click", () => go(Number(mark.dataset.draft)));
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.tagName === "INPUT") {
    if (event.key === "Escape" || event.key === "Enter") { editing = -1; draw(); }
    return;
  }
  const act = {
    j: () => go(here + 1), k: () => go(here - 1), ArrowDown: () => go(here + 1), ArrowUp: () => go(here - 1),
    a: () => decide("accept"), r: () => decide("reject"), u: () => decide(""), s: save,
    c: () => { if (data.rows.length) correct(true); },
  }[event.key];
  if (act) { event.preventDefault(); act(); }
});
draw();
