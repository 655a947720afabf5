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
// Draws the charts in order, then joins the page's controls to the parameters of the charts that have them.
(async () => {
  const specs = JSON.parse(document.getElementById("specs").textContent);
  const views = [];
  for (const place of document.querySelectorAll("[data-chart]")) {
    try {
      const drawn = await vegaEmbed(place, unpacked(specs[place.dataset.chart]), { actions: false, renderer: "svg", ast: true });
      place.style.minHeight = "";
      views.push(drawn.view);
    } catch (error) {
      place.textContent = "This chart could not be drawn: " + error.message;
    }
  }
  const moved = (name) => views.filter((view) => { try { view.signal(name); return true; } catch { return false; } });
  for (const input of document.querySelectorAll("[data-param]")) {
    const name = input.dataset.param, targets = moved(name);
    const dates = input.dataset.dates ? JSON.parse(input.dataset.dates) : null;
    const output = dates ? input.parentElement.querySelector("output") : null;
    const update = () => {
      const value = dates ? Number(input.value) : input.value;
      if (output) { output.textContent = dates[value]; input.setAttribute("aria-valuetext", dates[value]); }
      for (const view of targets) view.signal(name, value).runAsync();
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
  document.body.dataset.ready = String(views.length);
})();
