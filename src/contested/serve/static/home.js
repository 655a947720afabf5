// Pictures of the published models: asked for one after another, as each may have to be simulated first.

async function main() {
  for (const picture of document.querySelectorAll("img[data-src]")) {
    const image = /** @type {HTMLImageElement} */ (picture);
    image.src = image.dataset.src ?? "";
    await image.decode().catch(() => image.classList.add("none")); // a card without a picture is a card
  }
  document.body.dataset.ready = "yes";
}

main();
