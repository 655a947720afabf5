"use strict";
// Each figure can be saved: as it stands on the page (PNG, SVG, PDF), its numbers (CSV), and how to cite it. Nothing is loaded.
// On a written page these are the figures of its charts; a served page's modules offer theirs by an event "figure".
(() => {
  const given = document.getElementById("cite"), row = document.getElementById("save"), shown = document.getElementById("citing");
  if (!row) return;
  const specs = given ? JSON.parse(document.getElementById("specs").textContent) : {};
  const XML = "http://www.w3.org/2000/svg";
  const give = (name, content, type) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  const places = (figure) => [...figure.querySelectorAll("[data-chart]")];
  const title = (figure) => figure.querySelector("h3")?.textContent.trim() ?? "";
  const stem = (figure) => (figure.id.replace(/^figure-/, "") || places(figure)[0].dataset.chart).replace(/[^\w-]+/g, "-");

  // text of the page as text of a picture: a piece a line, where the page has it
  const lines = (element) => {
    const made = [], walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), range = document.createRange();
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      for (const word of node.data.matchAll(/\S+\s*/g)) {
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].trimEnd().length);
        const box = range.getBoundingClientRect(), last = made.at(-1);
        if (!box.width) continue;
        if (last && Math.abs(last.top - box.top) < 3) last.words += " " + word[0].trim();
        else made.push({ words: word[0].trim(), left: box.left, top: box.top, bottom: box.bottom });
      }
    }
    return made;
  };
  // what style sheets say of a drawing that is styled by them
  const LOOK = [
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linejoin", "opacity", "display",
    "font-family", "font-size", "font-weight", "text-anchor", "paint-order",
  ];
  const styled = (drawn, copy) => {
    const copies = copy.querySelectorAll("*");
    drawn.querySelectorAll("*").forEach((element, k) => {
      const look = getComputedStyle(element);
      for (const name of LOOK) copies[k].setAttribute(name, look.getPropertyValue(name));
      copies[k].removeAttribute("class");
    });
    return copy;
  };
  const painting = (canvas) => {
    const image = document.createElementNS(XML, "image");
    image.setAttribute("href", canvas.toDataURL());
    return image;
  };
  const picture = (figure) => {
    const frame = figure.getBoundingClientRect(), width = Math.ceil(frame.width) + 16;
    const parts = [], made = document.createElementNS(XML, "svg");
    let bottom = 0;
    const put = (box) => { bottom = Math.max(bottom, box.bottom); return [box.left - frame.left + 8, box.top - frame.top + 8]; };
    for (const element of figure.querySelectorAll("h3, .key li, figcaption")) {
      const look = getComputedStyle(element);
      for (const line of lines(element)) {
        const text = document.createElementNS(XML, "text"), [x] = put(line);
        text.textContent = line.words;
        text.setAttribute("x", x);
        text.setAttribute("y", line.bottom - frame.top + 8 - (line.bottom - line.top) * 0.24);
        for (const name of ["font-weight", "font-size", "font-family"]) text.setAttribute(name, look.getPropertyValue(name));
        text.setAttribute("fill", look.color);
        parts.push(text);
      }
    }
    for (const drawn of figure.querySelectorAll(".key svg, .chart svg, .chart canvas")) {
      const box = drawn.getBoundingClientRect();
      if (!box.width) continue;
      const own = figure.classList.contains("live"), [x, y] = put(box);
      const copy = drawn instanceof HTMLCanvasElement ? painting(drawn) : own ? styled(drawn, drawn.cloneNode(true)) : drawn.cloneNode(true);
      copy.removeAttribute("aria-hidden");
      copy.setAttribute("x", x);
      copy.setAttribute("y", y);
      copy.setAttribute("width", box.width);
      copy.setAttribute("height", box.height);
      parts.push(copy);
    }
    const height = Math.ceil(bottom - frame.top) + 16, paper = document.createElementNS(XML, "rect");
    for (const [name, value] of Object.entries({ width, height, fill: "white" })) paper.setAttribute(name, value);
    for (const [name, value] of Object.entries({ xmlns: XML, width, height, viewBox: `0 0 ${width} ${height}` })) made.setAttribute(name, value);
    made.append(paper, ...parts);
    return { text: new XMLSerializer().serializeToString(made), width, height };
  };
  const painted = ({ text, width, height }, scale = 2) => new Promise((done, failed) => {
    const image = new Image(), canvas = document.createElement("canvas");
    Object.assign(canvas, { width: width * scale, height: height * scale });
    image.onerror = () => failed(new Error("the picture could not be painted"));
    image.onload = () => { canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height); canvas.toBlob(done, "image/png"); };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
  });

  // a PDF is what the browser prints: the drawing alone, on a sheet of its own size, as lines and letters
  const printed = async (figure) => {
    const { text, width, height } = picture(figure), image = new Image(), sheet = document.createElement("style");
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
    await image.decode();
    Object.assign(image, { id: "sheet", alt: title(figure), width, height });
    sheet.textContent = `@page { size: ${width}px ${height}px; margin: 0; }`;
    const called = document.title;
    document.title = stem(figure);  // browsers offer it as the name of the file
    document.body.dataset.sheet = "yes";
    document.body.append(sheet, image);
    addEventListener("afterprint", () => {
      document.title = called;
      delete document.body.dataset.sheet;
      sheet.remove();
      image.remove();
    }, { once: true });
    print();
  };

  // tables of a chart: those that came as text; lines and words that only mark something came as records
  const tables = (part, found = []) => {
    if (part === null || typeof part !== "object") return found;
    const text = typeof part.values === "string" && part.format?.type === "csv" ? [part.values] : [];
    for (const table of [...text, ...Object.values(part.datasets ?? {}).filter((d) => typeof d === "string")]) {
      if (!found.includes(table)) found.push(table);
    }
    for (const value of Object.values(part)) tables(value, found);
    return found;
  };
  const cell = (value) => {
    let text = String(value ?? "");
    if (/^[\s"'`]*[=+\-@]/.test(text) && !/^[+\-]?[\d.,]+(e[+\-]?\d+)?$/i.test(text)) text = "'" + text;  // no formula
    return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  };
  const written = (rows) => rows.map((r) => r.map(cell).join(",")).join("\n") + "\n";
  const rows = (figure) => {
    const all = places(figure).flatMap((place) => tables(specs[place.dataset.chart]).map(records));
    // a line of steps repeats its last day, so that it spans that day too
    const kept = all.map((rows) => rows.filter((r) => r.end !== "true").map(({ end, ...rest }) => end === "" || end === undefined || end === "false" ? rest : { end, ...rest }));
    const columns = [...new Set(kept.flatMap((rows) => Object.keys(rows[0] ?? {})))];
    const several = kept.length > 1 ? ["table"] : [];
    const body = kept.flatMap((rows, k) => rows.map((r) => [...several.map(() => k + 1), ...columns.map((c) => r[c])]));
    return [[...several, ...columns], ...body];
  };

  const citation = (figure, cited) => {
    const name = title(figure);
    shown.querySelector(".plain").textContent = (name ? `"${name}". ` : "") + cited.text;
    shown.querySelector(".bibtex").textContent = cited.bibtex.replace("FIGURE", name.replace(/[{}\\]/g, ""));
    shown.showModal();
  };
  // a figure with what it gives: rows of a table (or none), its citation, and what is done around taking its picture
  const offer = (figure, { rows, cite, sheet = (take) => take() }) => {
    const acts = {
      png: async () => give(stem(figure) + ".png", await painted(sheet(() => picture(figure)))),
      svg: () => give(stem(figure) + ".svg", sheet(() => picture(figure)).text, "image/svg+xml"),
      pdf: () => printed(figure),
      csv: () => give(stem(figure) + ".csv", written(rows()), "text/csv"),
      cite: () => citation(figure, cite()),
    };
    const own = row.content.cloneNode(true);
    for (const button of own.querySelectorAll("button")) {
      const act = button.dataset.save;
      if (act === "csv" && !rows) { button.remove(); continue; }
      button.setAttribute("aria-label", `${button.textContent}: ${title(figure)}`);
      button.addEventListener("click", acts[act]);
    }
    figure.append(own);
  };
  const cited = given ? JSON.parse(given.textContent) : null;
  for (const figure of given ? document.querySelectorAll("figure") : []) {
    if (!places(figure).length) continue;
    const some = places(figure).some((p) => tables(specs[p.dataset.chart]).length);
    offer(figure, { rows: some ? () => rows(figure) : null, cite: () => cited });
  }
  document.addEventListener("figure", (event) => offer(event.target, event.detail));
  shown.querySelector(".close").addEventListener("click", () => shown.close());
})();
