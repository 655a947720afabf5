// The address of the page: what is shown, so that a link is the result, and which program and numbers it was made with.

/** @typedef {import("./types.js").Wanted} Wanted */
/** @typedef {import("./types.js").Changes} Changes */

/** Number or nothing. @param {string | null} text */
const whole = (text) => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null);

const MADE = ["version", "hash", "bands"];
/** Keys of a scenario's page, and of a model's, which has no others. */
const SCENARIO = ["seed", "scale", "set", "intervention", "drop", "move", "add", "branch", "place", "day", ...MADE];
const MODEL = ["seed", "set", "day", ...MADE];

/**
 * What an address asks for, what its maker saw, and which parts of it mean nothing here.
 * @param {string} search @param {number} scale 0 of a model, which has none @param {number} days or steps @param {number} places
 * @returns {{wanted: Wanted, made: {version: string, hash: string, bands: string}, odd: string[]}}
 */
export function read(search, scale, days, places) {
  const query = new URLSearchParams(search), known = scale ? SCENARIO : MODEL;
  /** @type {Record<string, string>} */
  const set = {};
  const odd = [...query].filter(([key]) => !known.includes(key)).map(([key, value]) => `${key}=${value}`);
  for (const key of [...query.keys()].filter((one) => !known.includes(one))) query.delete(key);
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
  const drop = [];
  for (const text of query.getAll("drop")) {
    const line = whole(text);
    if (line === null) odd.push(`drop=${text}`);
    else drop.push(line);
  }
  /** @type {Record<string, number>} */
  const move = {};
  for (const text of query.getAll("move")) {
    const match = /^(\d{1,6}):(-?\d{1,4})$/.exec(text);
    if (match) move[match[1]] = Number(match[2]);
    else odd.push(`move=${text}`);
  }
  const ends = { seed: Infinity, scale: Infinity, day: days, place: places, branch: days };
  /** @type {Record<string, number | null>} */
  const one = {};
  for (const [key, end] of Object.entries(ends)) {
    const [text, ...more] = query.getAll(key), value = whole(text ?? null);
    one[key] = value !== null && value < end ? value : null;
    if (text !== undefined && one[key] === null) more.unshift(text);
    odd.push(...more.map((left) => `${key}=${left}`));
  }
  const hash = query.get("hash") ?? "", version = query.get("version") ?? "";
  if (hash && !version) odd.push(`hash=${hash} (without the version that it was made with)`);
  const wanted = {
    seed: one.seed ?? 1, scale: one.scale ?? scale, set, does, drop, move,
    add: query.getAll("add"), branch: one.branch ?? 0, day: one.day, place: one.place,
  };
  return { wanted, made: { version, hash: version && hash, bands: query.get("bands") ?? "" }, odd };
}

/** No change. @returns {Changes} */
export const nothing = () => ({ set: {}, does: {}, drop: [], move: {}, add: [], branch: 0 });

/** @param {Changes} changes @returns {Changes} */
export const copied = ({ set, does, drop, move, add, branch }) => ({ set: { ...set }, does: { ...does }, drop: [...drop], move: { ...move }, add: [...add], branch });

/** Put other changes into what others hold. @param {Changes} changes @param {Changes} others */
export function become(changes, others) {
  for (const key of /** @type {("set" | "does" | "move")[]} */ (["set", "does", "move"])) {
    for (const name of Object.keys(changes[key])) delete changes[key][name];
    Object.assign(changes[key], others[key]);
  }
  changes.drop.splice(0, Infinity, ...others.drop);
  changes.add.splice(0, Infinity, ...others.add);
  changes.branch = others.branch;
}

/** Whether anything is changed. @param {Changes} changes */
export const any = (changes) => Object.keys(changes.set).length + Object.keys(changes.does).length + changes.drop.length
  + Object.keys(changes.move).length + changes.add.length > 0;

/** Changes as parts of a query, in an order that does not depend on who moved what first. @param {URLSearchParams} query @param {Changes} changes */
export function append(query, { set, does, drop, move, add, branch }) {
  for (const name of Object.keys(set).sort()) query.append("set", `${name}=${set[name]}`);
  for (const name of Object.keys(does).sort()) query.append("intervention", does[name] ? `${name}=${does[name]}` : name);
  for (const line of [...drop].sort((a, b) => a - b)) query.append("drop", String(line));
  for (const line of Object.keys(move).sort((a, b) => Number(a) - Number(b))) query.append("move", `${line}:${move[line]}`);
  for (const line of [...add].sort()) query.append("add", line);
  if (branch) query.append("branch", String(branch));
}

/** @param {Wanted} wanted @param {{version: string, hash: string, bands?: string}} [made] */
export function write(wanted, made) {
  const query = new URLSearchParams({ seed: String(wanted.seed) });
  if (wanted.scale) query.set("scale", String(wanted.scale)); // models of the zoo have none
  append(query, wanted);
  if (wanted.place !== null) query.set("place", String(wanted.place));
  if (wanted.day !== null) query.set("day", String(wanted.day));
  if (made) {
    query.set("version", made.version);
    query.set("hash", made.hash);
    if (made.bands) query.set("bands", made.bands);
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
