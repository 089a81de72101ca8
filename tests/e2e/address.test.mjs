// The address follows the settings, whatever limit the browser sets to its changes.
import assert from "node:assert/strict";
import { started } from "./browser.mjs";
import { link, ready, scene, until, words } from "./playground.mjs";

const slider = (page) => page.getByRole("slider", { name: words.en.data.noise });

/** Changes a slider by hand, that often and as fast as events come; its last value. */
const drag = (page, times) => slider(page).evaluate((slider, times) => {
  for (let count = 0; count < times; count++) {
    slider.value = 5 * (count % 10);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return slider.value;
}, times);

/** A browser with Safari's limit, so many writes in so many milliseconds: those beyond it throw, and are counted. */
const limitWrites = ([most, span]) => {
  const write = history.replaceState.bind(history);
  let times = [];
  globalThis.refusals = 0;
  history.replaceState = (...state) => {
    times = times.filter((time) => performance.now() - time < span);
    if (times.length >= most) {
      refusals += 1;
      throw new DOMException("too often", "SecurityError");
    }
    times.push(performance.now());
    write(...state);
  };
};

scene("400 quick changes of a slider end in an address of the last, without a refusal", {}, async (page) => {
  await page.evaluate(limitWrites, [100, 30_000]);
  const last = await drag(page, 400);
  await until(() => link(page), (now) => now.includes(`noise=${last}&`), `noise ${last}`, 3000);
  assert.equal(await page.evaluate(() => refusals), 0);
  await page.reload();
  await started(page);
  await ready(page);
  assert.equal(await slider(page).inputValue(), last);
});

scene("a refused address is written later", {}, async (page) => {
  await page.evaluate(limitWrites, [10, 3000]);
  const last = await drag(page, 15);
  assert.ok((await page.evaluate(() => refusals)) > 0);
  await until(() => link(page), (now) => now.includes(`noise=${last}&`), `noise ${last}`);
});

scene("an address changed by hand is not overwritten by a link that waited", {}, async (page) => {
  const waiting = await drag(page, 30);
  await page.evaluate(() => {
    const write = history.replaceState.bind(history);
    globalThis.written = [];
    history.replaceState = (state, title, address) => {
      written.push(address);
      write(state, title, address);
    };
    location.hash = "noise=25";
  });
  await until(() => slider(page).inputValue(), (value) => value === "25", "noise 25");
  const last = await drag(page, 8);
  await until(() => link(page), (now) => now.includes(`noise=${last}&`), `noise ${last}`);
  const written = await page.evaluate(() => written);
  assert.ok(written.every((address) => !address.includes(`noise=${waiting}&`)), written.join());
});
