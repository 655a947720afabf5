// Where the agents of a published model stand: squares of a lattice, or nodes of a network, coloured by what they do.

import { exact } from "./format.js";
import { html, svg } from "./svg.js";

/** @typedef {import("./types.js").ZooModel} ZooModel */
/** @typedef {import("./types.js").ModelRun} ModelRun */

const SIDE = 480, EDGE = 12;

/** The last look up to a step. @param {ModelRun} run @param {number} step */
export const lookAt = (run, step) => Math.max(0, run.look.findLastIndex((at) => at <= step));

/** @param {ZooModel} model @param {number[]} count */
export const counted = (model, count) => model.kind.map((kind, k) => `${exact(count[k])} ${kind.name}`).filter((_, k) => count[k]).join(", ");

/** @param {HTMLElement} root @param {ZooModel} model */
export function makeStand(root, model) {
  const canvas = /** @type {HTMLCanvasElement} */ (html("canvas", { role: "img" }));
  const network = /** @type {SVGSVGElement} */ (svg("svg", { role: "img", viewBox: `0 0 ${SIDE} ${SIDE}` }));
  /** @type {SVGElement[]} */
  let nodes = [];
  /** @type {ModelRun | null} */
  let laid = null;

  /** Nodes and ties, once a run. @param {ModelRun} run */
  function lay(run) {
    laid = run;
    root.replaceChildren(run.side ? canvas : network);
    if (run.side) return;
    const at = (/** @type {number} */ v) => (EDGE + (SIDE - 2 * EDGE) * v).toFixed(1);
    nodes = run.at.map(([x, y]) => svg("circle", { cx: at(x), cy: at(y), r: run.at.length > 120 ? 4.2 : 6 }));
    const ties = run.tie.map(([a, b]) => `M${at(run.at[a][0])} ${at(run.at[a][1])}L${at(run.at[b][0])} ${at(run.at[b][1])}`);
    network.replaceChildren(svg("path", { class: "tie", d: ties.join("") }), ...nodes);
  }

  /** @param {ModelRun} run @param {string} stand */
  function paint(run, stand) {
    const cell = Math.max(1, Math.floor((2 * SIDE) / run.side));
    canvas.width = canvas.height = cell * run.side;
    const ink = canvas.getContext("2d");
    if (!ink) return;
    model.kind.forEach((kind, k) => {
      ink.fillStyle = kind.colour;
      for (let i = 0; i < stand.length; i++) if (stand[i] === String(k)) ink.fillRect((i % run.side) * cell, Math.floor(i / run.side) * cell, cell, cell);
    });
  }

  return {
    /** @param {ModelRun} run @param {number} step */
    draw(run, step) {
      if (laid !== run) lay(run);
      const k = lookAt(run, step), stand = run.stand[k];
      if (run.side) paint(run, stand);
      else nodes.forEach((node, i) => node.setAttribute("fill", model.kind[Number(stand[i])]?.colour ?? "none"));
      (run.side ? canvas : network).setAttribute("aria-label", `${run.side ? "Lattice" : "Network"} at ${model.clock} ${run.look[k]}: ${counted(model, run.count[k])}`);
    },
  };
}
