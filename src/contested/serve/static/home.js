// Pictures of the published models: asked for one after another, as each may have to be simulated first. They begin
// after a moment, so that who goes on to another page at once need not wait for one.

const MOMENT = 1000;

async function main() {
  await new Promise((resolve) => setTimeout(resolve, MOMENT));
  for (const picture of document.querySelectorAll("img[data-src]")) {
    const image = /** @type {HTMLImageElement} */ (picture);
    image.src = image.dataset.src ?? "";
    await image.decode().catch(() => image.classList.add("none")); // a card without a picture is a card
  }
  document.body.dataset.ready = "yes";
}

main();
