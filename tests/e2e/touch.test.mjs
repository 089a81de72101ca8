// Fingers: what shows under a pointer is shown by a tap, a tap elsewhere puts it away, and cards close by a tap outside.
import assert from "node:assert/strict";
import { bias, findBias, findWeight, weight } from "./diagram.mjs";
import { button, drawn, scene, until, words } from "./playground.mjs";

const touch = { hasTouch: true };
const tip = (page) => page.locator(".network-room > .tip");
const editor = (page) => page.locator(".editor");
/** A place of the page without a function. */
const elsewhere = (page) => page.locator("#output-title").tap();

for (const [kind, find, name] of [
  ["an edge", (page) => findWeight(page, "x₁", 1, 1), weight("x₁", 1, 1)],
  ["a bias", (page) => findBias(page, 1, 1), bias(1, 1)],
]) {
  scene(`the first tap on ${kind} shows its value, the second edits it`, touch, async (page) => {
    const place = await find(page);
    await page.mouse.move(1, 1);
    await tip(page).waitFor({ state: "hidden" });
    await page.touchscreen.tap(place.x, place.y);
    await until(() => tip(page).textContent(), (text) => text.startsWith(name), name);
    assert.ok(await tip(page).isVisible());
    await drawn(page);
    assert.ok(!(await editor(page).isVisible()));
    await elsewhere(page);
    await tip(page).waitFor({ state: "hidden" });
    for (let taps = 0; taps < 2; taps++) await page.touchscreen.tap(place.x, place.y);
    await editor(page).waitFor();
  });
}

scene("a tap on a neuron says what it is", touch, async (page) => {
  const column = await page.locator(".stepper").nth(0).boundingBox();
  const tile = await page.locator(".feature").first().boundingBox();
  await page.touchscreen.tap(column.x + column.width / 2, tile.y + tile.height / 2);
  await tip(page).waitFor();
  assert.match(await page.locator(".map .caption").textContent(), /neuron/);
  await elsewhere(page);
  await tip(page).waitFor({ state: "hidden" });
});

for (const selector of [".map", ".output .chart"]) {
  scene(`a tap on ${selector} shows its value until the next tap elsewhere`, touch, async (page) => {
    const shown = page.locator(`${selector} .tip`);
    await page.locator(selector).tap();
    await shown.waitFor();
    await elsewhere(page);
    await shown.waitFor({ state: "hidden" });
  });
}

for (const [how, options, press] of [["tap", touch, (it) => it.tap()], ["click", {}, (it) => it.click()]]) {
  scene(`a card closes by a ${how} outside, not by one inside`, options, async (page) => {
    const summary = page.locator("summary", { hasText: words.en.header.share });
    await press(summary);
    await button(page, words.en.share.copy).waitFor();
    await press(page.locator("details[open] legend").first());
    await drawn(page);
    assert.equal(await page.locator("details[open]").count(), 1);
    await press(page.locator(".data h2").first());
    await until(() => page.locator("details[open]").count(), (count) => count === 0, "no open card");
    await press(summary);
    await press(page.locator("summary", { hasText: words.en.header.file }));
    await button(page, words.en.header.save).waitFor();
    assert.equal(await page.locator("details[open]").count(), 1);
  });
}
