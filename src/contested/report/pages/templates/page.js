"use strict";
// Draws the charts in order, then joins the page's controls to the parameters of the charts that have them.
(async () => {
  const specs = JSON.parse(document.getElementById("specs").textContent);
  const views = [];
  for (const place of document.querySelectorAll("[data-chart]")) {
    try {
      const drawn = await vegaEmbed(place, specs[place.dataset.chart], { actions: false, renderer: "svg" });
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
