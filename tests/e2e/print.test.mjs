// The page on paper: one page, on white, whatever the theme, and the screen as it was afterwards.
import assert from "node:assert/strict";
import { link, play, scene, pause, testLoss, until } from "./playground.mjs";

/** How many pages a PDF has. */
const pages = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length;

/** The mean brightness of the big map, 0 to 255: read of a copy, for a canvas that is read is drawn differently. */
const lightness = () => {
  const canvas = document.querySelector(".map canvas");
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
  return data.reduce((sum, value) => sum + value, 0) / data.length;
};
const brightness = (page) => page.evaluate(lightness);
const theme = (page) => page.locator("html").getAttribute("data-theme");

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of [{ width: 1366, height: 657 }, { width: 390, height: 844 }]) {
    scene(`the ${colorScheme} page of ${viewport.width} px prints as one light page`, { colorScheme, viewport }, async (page) => {
      await play(page);
      await until(() => testLoss(page), (loss) => loss < 0.2, "a loss below 0.2");
      await pause(page);
      const before = await brightness(page);
      await page.evaluate(`globalThis.lightness = ${lightness}`);
      await page.evaluate(() => addEventListener("beforeprint", () => queueMicrotask(() => {
        globalThis.printed = [document.documentElement.dataset.theme, lightness()];
      })));
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
      assert.equal(pages(pdf), 1);
      const [printedTheme, printedMap] = await page.evaluate(() => printed);
      assert.equal(printedTheme, "light");
      assert.ok(colorScheme === "light" ? Math.abs(printedMap - before) < 5 : printedMap > before + 10, `${before}, on paper ${printedMap}`);
      await until(() => theme(page), (now) => now === colorScheme, "the theme as before");
      await until(() => brightness(page), (now) => Math.abs(now - before) < 5, "the map as before");
    });
  }
}

scene("on paper the network, the map, the curve and the link are seen, the controls are not", { colorScheme: "dark" }, async (page) => {
  await page.emulateMedia({ media: "print" });
  for (const seen of [".network-canvas canvas", ".map", ".output .chart canvas", ".printed", "#epoch", "#test-loss"]) {
    assert.ok(await page.locator(seen).first().isVisible(), seen);
  }
  for (const hidden of [".play", ".speed", ".data", ".tabs", ".header .group"]) {
    assert.ok(await page.locator(hidden).first().isHidden(), hidden);
  }
  assert.ok((await page.locator(".printed").textContent()).endsWith(`#${await link(page)}`));
});
