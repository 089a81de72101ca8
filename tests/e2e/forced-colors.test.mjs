// A system that forces its colours (high contrast in Windows): what is chosen stays visible, pictures have the system's inks.
import assert from "node:assert/strict";
import { drawn, scene, step, until, words } from "./playground.mjs";

/** How an element looks beside another, as far as forced colours leave it to the page. */
const look = (locator) => locator.evaluate((it) => {
  const { outlineStyle, outlineWidth, borderStyle, backgroundColor } = getComputedStyle(it);
  return [outlineStyle, outlineWidth, borderStyle, backgroundColor].join(" ");
});

/** The colours of a canvas that are opaque, as "r,g,b". */
const colors = (page, selector) => page.locator(selector).evaluate((canvas) => {
  // Of a copy: a canvas that is read is drawn differently.
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
  const found = new Set();
  for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) found.add(data.slice(at, at + 3).join());
  return [...found];
});

for (const colorScheme of ["light", "dark"]) {
  scene(`forced colours show what is chosen and draw with the system's inks, ${colorScheme}`, {
    forcedColors: "active", colorScheme,
  }, async (page) => {
    // The other theme has been kept.
    await page.evaluate((kept) => localStorage.setItem("nabla.theme", kept), colorScheme === "dark" ? "light" : "dark");
    await page.reload();
    await step(page);
    assert.equal(await page.locator("html").getAttribute("data-theme"), colorScheme);

    const differ = async (chosen, other, what) => assert.notEqual(await look(chosen), await look(other), what);
    const segment = (state) => page.locator(`.segments input${state} + span`).first();
    await differ(segment(":checked"), segment(":not(:checked)"), "speed");
    await differ(page.locator(".dataset input:checked ~ canvas"), page.locator(".dataset input:not(:checked) ~ canvas").first(), "dataset");
    await differ(page.locator(".feature[aria-pressed=true]").first(), page.locator(".feature[aria-pressed=false]").first(), "feature");
    const tab = (name) => page.getByRole("tab", { name });
    await tab(words.en.tab.layers).click();
    await differ(tab(words.en.tab.layers), tab(words.en.tab.doctor), "tab");
    const [share, file] = [words.en.header.share, words.en.header.file].map((hasText) => page.locator("summary", { hasText }));
    await share.click();
    await differ(share, file, "open card");
    await page.keyboard.press("Escape");

    const ink = await page.evaluate(() => getComputedStyle(document.body).color.match(/\d+/g).join());
    await drawn(page);
    for (const canvas of [".output .chart canvas", ".network-canvas canvas"]) {
      await until(() => colors(page, canvas), (found) => found.includes(ink), `${ink} in ${canvas}`);
    }
  });
}

scene("forced colours are followed while the page is open", {}, async (page) => {
  await step(page);
  await page.emulateMedia({ forcedColors: "active", colorScheme: "dark" });
  await until(() => colors(page, ".output .chart canvas"), (found) => found.includes("255,255,255"), "white lines");
  await page.emulateMedia({ forcedColors: "none", colorScheme: "light" });
  await until(() => colors(page, ".output .chart canvas"), (found) => !found.includes("255,255,255"), "the theme's lines");
});
