// A report is pasted or dropped, and its drafts are opened.

import { send } from "./api.js";
import { byId } from "./svg.js";

const text = byId("text", HTMLTextAreaElement), day = byId("published", HTMLInputElement);
const status = byId("status", HTMLElement), draft = byId("draft", HTMLButtonElement);
day.max = new Date().toISOString().slice(0, 10);

/** @param {string} said @param {string} [kind] */
function say(said, kind = "") {
  status.textContent = said;
  status.className = kind;
}

draft.addEventListener("click", async () => {
  if (!day.value || !text.value.trim()) return say(day.value ? "Paste a report first." : "Say on which day it was published.", "bad");
  draft.disabled = true;
  say("Reading.");
  try {
    const found = await send("/api/drafts", { text: text.value, published: day.value, name: byId("name", HTMLInputElement).value.trim() });
    if (!found.drafts) return say("No number in this text could be given to anybody.", "bad");
    location.href = found.page;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error), "bad");
  } finally {
    draft.disabled = false;
  }
});
text.addEventListener("dragover", (event) => event.preventDefault());
text.addEventListener("drop", async (event) => {
  const file = event.dataTransfer?.files[0];
  if (!file) return;
  event.preventDefault();
  if (file.size > text.maxLength) return say("This file is too large for a report.", "bad");
  text.value = await file.text();
});
document.body.dataset.ready = "1";
