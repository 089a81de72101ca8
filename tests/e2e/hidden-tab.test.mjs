// Training rests while its tab is hidden and goes on when it is seen again, at every speed.
import assert from "node:assert/strict";
import { button, drawn, epoch, pause, play, scene, speed, until, words } from "./playground.mjs";

/** Hides the tab, or shows it, as the page is told of it. */
const show = (page, visible) => page.evaluate((visible) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => !visible });
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => (visible ? "visible" : "hidden") });
  document.dispatchEvent(new Event("visibilitychange"));
}, visible);

/** Once the epoch has stood still for so many frames, which it is. */
async function stands(page, frames = 60) {
  let [last, still] = [NaN, 0];
  const read = async () => {
    await drawn(page);
    const now = await epoch(page);
    [last, still] = [now, now === last ? still + 1 : 0];
    return still;
  };
  await until(read, (still) => still >= frames, `${frames} frames of the same epoch`);
  return last;
}

for (const pace of ["minibatch", "1", "max"]) {
  scene(`a hidden tab rests at speed ${pace}`, { hash: "#samples=10&batchSize=1" }, async (page) => {
    await speed(page, pace);
    await play(page);
    await until(() => epoch(page), (now) => now > 1, "epochs");
    await show(page, false);
    const hidden = await stands(page);
    assert.ok(await button(page, words.en.toolbar.pause).isVisible(), "it is not paused by hand");
    await show(page, true);
    await until(() => epoch(page), (now) => now > hidden, "more epochs");
    await pause(page);
  });
}
