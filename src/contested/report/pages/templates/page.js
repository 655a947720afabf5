"use strict";
// Vega's own reader of CSV makes functions of text, which the page's policy forbids: rows as records, all cells text.
const records = (text) => {
  const rows = [[]];
  let cell = "", quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') { cell += c; i++; }
      else quoted = false;
    }
    else if (c === '"') quoted = true;
    else if (c === "," || c === "\n") {
      rows.at(-1).push(cell);
      cell = "";
      if (c === "\n") rows.push([]);
    }
    else cell += c;
  }
  if (cell || rows.at(-1).length) rows.at(-1).push(cell); else rows.pop();
  const [names, ...cells] = rows;
  return cells.map((row) => Object.fromEntries(names.map((name, k) => [name, row[k] ?? ""])));
};
const unpacked = (part) => {
  if (Array.isArray(part)) return part.map(unpacked);
  if (part === null || typeof part !== "object") return part;
  const made = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, unpacked(value)]));
  if (made.format?.type === "csv") made.format.type = "json";
  for (const name in made.datasets) if (typeof made.datasets[name] === "string") made.datasets[name] = records(made.datasets[name]);
  return made;
};
// A chart is drawn when it can first be seen: at once outside folded parts, otherwise when the last fold opens. The
// page's controls move the parameters of the charts that have them, also of those drawn later.
(() => {
  const specs = JSON.parse(document.getElementById("specs").textContent);
  const views = [], params = {};
  const move = (view, name) => {
    try { view.signal(name, params[name]).runAsync(); } catch { /* a chart without this parameter */ }
  };
  const seen = (place) => !place.closest("details:not([open])");
  const draw = async (place) => {
    if (place.dataset.drawn || !seen(place)) return;
    place.dataset.drawn = "yes";
    try {
      const drawn = await vegaEmbed(place, unpacked(specs[place.dataset.chart]), { actions: false, renderer: "svg", ast: true });
      place.querySelector("svg")?.setAttribute("aria-hidden", "true");  // what the place itself is labelled with says it
      place.style.minHeight = "";
      views.push(drawn.view);
      for (const name in params) move(drawn.view, name);
    } catch (error) {
      place.textContent = "This chart could not be drawn: " + error.message;
    }
  };
  const drawWithin = async (part) => {
    for (const place of part.querySelectorAll("[data-chart]")) await draw(place);
  };
  for (const input of document.querySelectorAll("[data-param]")) {
    const name = input.dataset.param;
    const dates = input.dataset.dates ? JSON.parse(input.dataset.dates) : null;
    const output = dates ? input.parentElement.querySelector("output") : null;
    const update = () => {
      params[name] = dates ? Number(input.value) : input.value;
      if (output) { output.textContent = dates[params[name]]; input.setAttribute("aria-valuetext", dates[params[name]]); }
      for (const view of views) move(view, name);
    };
    input.addEventListener("input", update);
    update();
  }
  const play = document.getElementById("play"), day = document.getElementById("day");
  if (play && day) {
    let timer = null;
    const stop = () => { clearInterval(timer); timer = null; play.innerHTML = "&#9654; Play"; };
    play.addEventListener("click", () => {
      if (timer) return stop();
      if (day.value === day.max) day.value = 0;
      play.innerHTML = "&#10074;&#10074; Pause";
      timer = setInterval(() => {
        if (day.value === day.max) return stop();
        day.value = Number(day.value) + 1;
        day.dispatchEvent(new Event("input"));
      }, 220);
    });
  }
  document.addEventListener("toggle", (event) => { if (event.target.open) drawWithin(event.target); }, true);
  // an address within the page opens what it lies in
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const own = target.querySelector(":scope > details");
    if (own) own.open = true;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  document.querySelector("nav").addEventListener("click", (event) => {
    if (event.target.closest("a")?.hash === location.hash) reveal();  // the hash does not change a second time
  });
  const openAll = (which) => {
    const closed = [...document.querySelectorAll(which + ":not([open])")];
    for (const fold of closed) fold.open = true;
    return closed;
  };
  document.getElementById("unfold").addEventListener("click", () => openAll("details.section"));
  // paper has no folds
  let opened = [];
  addEventListener("beforeprint", () => {
    if (document.body.dataset.sheet) return;  // one chart alone
    opened.push(...openAll("details")); drawWithin(document);
  });
  addEventListener("afterprint", () => { for (const fold of opened) fold.open = false; opened = []; });
  reveal();
  drawWithin(document).then(() => { document.body.dataset.ready = String(views.length); });
})();
