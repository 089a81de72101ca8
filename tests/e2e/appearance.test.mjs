// Light and dark, and the data's colours.
import assert from "node:assert/strict";
import { started } from "./browser.mjs";
import { button, ready, scene, until, words } from "./playground.mjs";

const { header, palette } = words.en;

const theme = (page) => page.locator("html").getAttribute("data-theme");

/** The colour of one pixel of the big map, a quarter of the way in from its upper left. */
const pixel = (page) => page.locator(".map canvas").first().evaluate((canvas) => {
  const { width, height } = canvas;
  return [...canvas.getContext("2d").getImageData(width / 4, height / 4, 1, 1).data].join();
});

scene("the theme follows the system until it is chosen, then stays", { colorScheme: "dark" }, async (page) => {
  assert.equal(await theme(page), "dark");
  const dark = await pixel(page);
  await button(page, header.theme).click();
  await until(() => theme(page), (now) => now === "light", "light");
  await until(() => pixel(page), (now) => now !== dark, "another map");
  await page.reload();
  await started(page);
  await ready(page);
  assert.equal(await theme(page), "light");
});

scene("the second palette colours the map anew", {}, async (page) => {
  const before = await pixel(page);
  await page.locator("summary", { hasText: header.file }).click();
  await page.getByLabel(palette.violet).check();
  await until(() => pixel(page), (now) => now !== before, "another map");
  await page.getByLabel(palette.classic).check();
  await until(() => pixel(page), (now) => now === before, "the first map");
});
