// Light and dark, and the data's colours.
import assert from "node:assert/strict";
import { started } from "./browser.mjs";
import { button, ready, scene, until, words } from "./playground.mjs";

const { header, palette } = words.en;

const theme = (page) => page.locator("html").getAttribute("data-theme");

/** A picture of the big map, as text. */
const picture = async (page) => (await page.locator(".map").screenshot()).toString("base64");

scene("the theme follows the system until it is chosen, then stays", { colorScheme: "dark" }, async (page) => {
  assert.equal(await theme(page), "dark");
  const dark = await picture(page);
  await button(page, header.theme).click();
  await until(() => theme(page), (now) => now === "light", "light");
  await until(() => picture(page), (now) => now !== dark, "another map");
  await page.reload();
  await started(page);
  await ready(page);
  assert.equal(await theme(page), "light");
});

scene("the second palette colours the map anew", {}, async (page) => {
  const before = await picture(page);
  await page.locator("summary", { hasText: header.file }).click();
  await page.getByLabel(palette.violet).check();
  await until(() => picture(page), (now) => now !== before, "another map");
  await page.getByLabel(palette.classic).check();
  await until(() => picture(page), (now) => now === before, "the first map");
});
