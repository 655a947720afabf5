// The address of the page: what is shown, so that a link is the result, and which program and numbers it was made with.

/** @typedef {import("./types.js").Wanted} Wanted */

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
  for (const key of ["seed", "scale", "day", "place"]) {
    if (query.has(key) && whole(query.get(key)) === null) odd.push(`${key}=${query.get(key)}`);
  }
  const wanted = {
    seed: whole(query.get("seed")) ?? 1, scale: whole(query.get("scale")) ?? scale, set,
    day: whole(query.get("day")), place: whole(query.get("place")),
  };
  return { wanted, made: { version: query.get("version") ?? "", hash: query.get("hash") ?? "" }, odd };
}

/** @param {Wanted} wanted @param {{version: string, hash: string}} [made] */
export function write(wanted, made) {
  const query = new URLSearchParams({ seed: String(wanted.seed), scale: String(wanted.scale) });
  for (const name of Object.keys(wanted.set).sort()) query.append("set", `${name}=${wanted.set[name]}`);
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

/** @param {string} scenario @param {Wanted} wanted */
export function command(scenario, wanted) {
  const set = Object.keys(wanted.set).sort().map((name) => ` --set ${name}=${wanted.set[name]}`);
  return `contested simulate ${scenario} --seed ${wanted.seed} --scale ${wanted.scale}${set.join("")}`;
}
