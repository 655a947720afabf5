// The address of the page: what is shown, so that a link is the result, and which program and numbers it was made with.

/** @typedef {import("./types.js").Wanted} Wanted */
/** @typedef {import("./types.js").Changes} Changes */

/** Number or nothing. @param {string | null} text */
const whole = (text) => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null);

/**
 * What an address asks for, and what its maker saw.
 * @param {string} search @param {number} scale
 * @returns {{wanted: Wanted, made: {version: string, hash: string}, odd: string[]}}
 */
export function read(search, scale) {
  const query = new URLSearchParams(search);
  /** @type {Record<string, string>} */
  const set = {};
  const odd = [];
  for (const text of query.getAll("set")) {
    const cut = text.indexOf("=");
    if (cut > 0) set[text.slice(0, cut)] = text.slice(cut + 1);
    else odd.push(`set=${text}`);
  }
  /** @type {Record<string, string>} */
  const does = {};
  for (const text of query.getAll("intervention")) {
    const [name, value] = text.split("=", 2);
    does[name] = value ?? "";
  }
  const drop = query.getAll("drop").map(Number).filter(Number.isSafeInteger);
  for (const key of ["seed", "scale", "day", "place"]) {
    if (query.has(key) && whole(query.get(key)) === null) odd.push(`${key}=${query.get(key)}`);
  }
  const wanted = {
    seed: whole(query.get("seed")) ?? 1, scale: whole(query.get("scale")) ?? scale, set, does, drop,
    day: whole(query.get("day")), place: whole(query.get("place")),
  };
  return { wanted, made: { version: query.get("version") ?? "", hash: query.get("hash") ?? "" }, odd };
}

/** Whether anything is changed. @param {Changes} changes */
export const any = (changes) => Object.keys(changes.set).length + Object.keys(changes.does).length + changes.drop.length > 0;

/** Changes as parts of a query, in an order that does not depend on who moved what first. @param {URLSearchParams} query @param {Changes} changes */
export function append(query, { set, does, drop }) {
  for (const name of Object.keys(set).sort()) query.append("set", `${name}=${set[name]}`);
  for (const name of Object.keys(does).sort()) query.append("intervention", does[name] ? `${name}=${does[name]}` : name);
  for (const line of [...drop].sort((a, b) => a - b)) query.append("drop", String(line));
}

/** @param {Wanted} wanted @param {{version: string, hash: string}} [made] */
export function write(wanted, made) {
  const query = new URLSearchParams({ seed: String(wanted.seed), scale: String(wanted.scale) });
  append(query, wanted);
  if (wanted.place !== null) query.set("place", String(wanted.place));
  if (wanted.day !== null) query.set("day", String(wanted.day));
  if (made) {
    query.set("version", made.version);
    query.set("hash", made.hash);
  }
  return `?${query}`;
}

/**
 * What an opened link is to be told.
 * @param {{version: string, hash: string}} made @param {{version: string, hash: string}} now
 * @returns {{text: string, same: boolean} | null}
 */
export function verdict(made, now) {
  if (!made.hash) return null;
  const other = made.version !== now.version;
  const by = other ? ` The link was made by another version, ${made.version || "not named"}; this is ${now.version}.` : "";
  if (made.hash === now.hash) return { text: `These are the numbers that the link was made from.${by}`, same: true };
  const why = other ? by : " The version is the same, so the link was changed, or one of the two machines is at fault.";
  return { text: `These are not the numbers that the link was made from.${why}`, same: false };
}

/** What asks the same on a terminal: one run, or many pairs where something is changed. @param {string} scenario @param {Wanted} wanted */
export function command(scenario, wanted) {
  const how = `--seed ${wanted.seed} --scale ${wanted.scale}`;
  if (!any(wanted)) return `contested simulate ${scenario} ${how}`;
  const set = Object.keys(wanted.set).sort().map((name) => ` --set ${name}=${wanted.set[name]}`);
  const does = Object.keys(wanted.does).sort().map((name) => ` --${name}${wanted.does[name] ? ` ${wanted.does[name]}` : ""}`);
  const drop = wanted.drop.map((line) => ` --drop-act ${line}`);
  return `contested compare ${scenario} ${how}${[...set, ...does, ...drop].join("")}`;
}
