// A weak machine: what a hand has changed is answered before slow pictures.
import assert from "node:assert/strict";
import { play, scene, until } from "./playground.mjs";

scene("where pictures are slow the controls answer first", {}, async (page) => {
  await page.evaluate(() => {
    globalThis.order = [];
    const canvas = document.querySelector(".network-canvas canvas");
    const { clearRect } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.clearRect = function (...box) {
      if (this.canvas === canvas) {
        order.push("picture");
        for (const end = performance.now() + 80; performance.now() < end;);
      }
      clearRect.apply(this, box);
    };
  });
  await play(page);
  await until(() => page.evaluate(() => order.length), (count) => count > 4, "slow pictures");
  await page.evaluate(() => {
    const button = document.querySelector(".play");
    new MutationObserver(() => {
      order.splice(0);
      requestAnimationFrame(() => order.push("controls"));
    }).observe(button, { attributeFilter: ["aria-label"] });
    button.click();
  });
  const after = await until(() => page.evaluate(() => order), (order) => order.includes("controls") && order.includes("picture"), "both");
  assert.equal(after[0], "controls");
});
