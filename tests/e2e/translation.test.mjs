// A browser that translates the page puts elements of its own in the place of every text; the page goes on.
import assert from "node:assert/strict";
import { epoch, play, ready, scene, speed, testLoss, until, words } from "./playground.mjs";

/** Does to the page what Chrome's translation does: <font><font>text</font></font> for every text not excepted. */
const translate = (page) => page.evaluate(() => {
  const texts = [];
  const walker = document.createTreeWalker(document.getElementById("app"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode);
  const font = () => document.createElement("font");
  for (const text of texts) {
    const [outer, inner] = [font(), font()];
    inner.textContent = text.data;
    outer.append(inner);
    text.replaceWith(outer);
  }
  return texts.length;
});

scene("a translated page counts on, opens views and changes its language", {}, async (page) => {
  assert.ok((await translate(page)) > 100);
  await speed(page, "25");
  await play(page);
  const loss = await testLoss(page);
  await until(() => epoch(page), (now) => now > 100, "100 epochs");
  await until(() => testLoss(page), (now) => now < loss, "a lower loss");

  await page.getByRole("tab", { name: words.en.tab.layers }).click();
  await page.locator(".dock-frame canvas").first().waitFor();
  await translate(page);
  await page.getByRole("tab", { name: words.en.tab.doctor }).click();
  await page.locator(".dock-frame .doctor").waitFor();
  assert.equal(await page.locator(".dock-view > *").count(), 1, "one view");

  await translate(page);
  await page.locator("#language").click();
  await page.locator(".toolbar").getByText(words.ko.toolbar.epoch, { exact: true }).waitFor();
  assert.equal(await page.locator(".stage").count(), 1, "one page");
  await ready(page);
  const before = await epoch(page);
  await until(() => epoch(page), (now) => now > before + 25, "more epochs");
  await page.getByRole("button", { name: words.ko.toolbar.pause, exact: true }).click();
});

scene("numbers that change are not to be translated", {}, async (page) => {
  for (const id of ["epoch", "test-loss", "train-loss", "score"]) {
    assert.equal(await page.locator(`#${id}`).evaluate((it) => it.translate), false, id);
  }
});
