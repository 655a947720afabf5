// SVG elements. Text goes in as text, so that no name of a place or a claimant can become markup.

const SPACE = "http://www.w3.org/2000/svg";

/**
 * @param {string} name
 * @param {Record<string, string | number>} [attributes]
 * @param {(Element | string)[]} [children]
 * @returns {SVGElement}
 */
export function svg(name, attributes = {}, children = []) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SPACE, name));
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** A tooltip. @param {string} text */
export const title = (text) => svg("title", {}, [text]);

/**
 * An SVG made empty, as wide as its place and `height` pixels high.
 * @param {SVGSVGElement} root @param {number} height @returns {number} its width
 */
export function sized(root, height) {
  const width = Math.max(240, Math.round(root.parentElement?.clientWidth ?? 640));
  root.setAttribute("viewBox", `0 0 ${width} ${height}`);
  root.setAttribute("height", String(height));
  root.replaceChildren();
  return width;
}

/**
 * HTML, alike.
 * @param {string} name @param {Record<string, string>} [attributes] @param {(Node | string)[]} [children]
 */
export function html(name, attributes = {}, children = []) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** @template {Element} T @param {string} id @param {new () => T} kind @returns {T} */
export function byId(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`no ${kind.name} #${id}`);
  return element;
}
