// What a reader of screens is told: names of all groups and sliders, trouble at once, the curve in words.
import assert from "node:assert/strict";
import { button, epoch, pause, play, said, scene, testLoss, until, words } from "./playground.mjs";

const { tab, toolbar, trend } = words.en;

/** Groups, sliders, fields and buttons of the page that have no name. */
const nameless = async (page) => {
  const tree = await page.locator("body").ariaSnapshot();
  const roles = /^\s*- '?(radiogroup|slider|spinbutton|combobox|textbox|img|tablist|tabpanel|tab|checkbox|radio|application|region|button)(?! ")\b/;
  const groups = await page.evaluate(() =>
    [...document.querySelectorAll("fieldset, [role=group]")].filter((it) =>
      it.checkVisibility() && !(it.querySelector(":scope > legend")?.textContent || it.getAttribute("aria-label")))
      .map((it) => `group ${it.className}`));
  return [...tree.split("\n").filter((line) => roles.test(line)), ...groups];
};

scene("every group, slider and field has a name, in cards and views too", {}, async (page) => {
  assert.deepEqual(await nameless(page), []);
  for (const summary of await page.locator("details.menu > summary").all()) {
    await summary.click();
    await page.locator("details[open] > .card > *").first().waitFor();
    await until(() => page.locator("details[open] .card").textContent(), (text) => text !== words.en.late.loading, "the card");
    assert.deepEqual(await nameless(page), [], await summary.textContent());
    await page.keyboard.press("Escape");
  }
  for (const name of Object.values(tab)) {
    const it = page.getByRole("tab", { name, exact: true });
    if ((await it.count()) === 0) continue;
    await it.click();
    await page.locator(".dock-frame").waitFor();
    assert.deepEqual(await nameless(page), [], name);
  }
});

scene("a diverged run is an alert, an ordinary notice is not", { hash: "#nobody=1&activation=relu&learningRate=10&problem=regression" }, async (page) => {
  await page.locator(".notice").first().waitFor();
  assert.equal(await page.getByRole("alert").count(), 0);
  await play(page);
  const alert = page.getByRole("alert");
  await alert.waitFor();
  await until(() => alert.textContent(), (text) => text.includes(words.en.trouble.recover), "the way out");
  await button(page, toolbar.reset).click();
  await until(() => page.getByRole("alert").count(), (count) => count === 0, "no alert");
});

scene("the curve is told in words", {}, async (page) => {
  const told = () => page.locator(".output .chart").getAttribute("aria-valuetext");
  const first = (await testLoss(page)).toFixed(3);
  await play(page);
  await until(() => testLoss(page), (now) => now < first / 2, "half the loss", 60_000);
  await pause(page);
  const wanted = async () => {
    const now = (await testLoss(page)).toFixed(3);
    const told = trend.sentence.replace("{{ first }}", first).replace("{{ now }}", now).replace("{{ trend }}", trend.falling);
    return [told, `${toolbar.epoch} ${await epoch(page)}. ${told}`];
  };
  await until(async () => [await told(), (await wanted())[1]], ([now, wanted]) => now === wanted, "the curve in words");
  await page.keyboard.press("l");
  await until(() => said(page), (text) => text.includes("falling"), "the trend");
  assert.ok((await said(page)).endsWith((await wanted())[0]));
});
