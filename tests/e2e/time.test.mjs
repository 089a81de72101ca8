// Time travel: the run is kept, the past is shown as it was, and training goes on from there as another branch.
import assert from "node:assert/strict";
import { epoch, parameters, save, scene, speed, step, testLoss, until, words, play, pause, button } from "./playground.mjs";

const { tab, output, time, header } = words.en;
const curve = (page) => page.locator(".output").getByRole("slider", { name: output.chart });
const at = async (page) => Number(await curve(page).getAttribute("aria-valuenow"));

scene("the arrow keys on the loss curve show the past, and stepping branches from it", {}, async (page) => {
  for (let count = 0; count < 3; count++) await step(page);
  const [then, loss] = [await save(page), await testLoss(page)];
  for (let count = 0; count < 4; count++) await step(page);
  const now = await testLoss(page);

  await curve(page).focus();
  for (let count = 0; count < 4; count++) await page.keyboard.press("ArrowLeft");
  await until(() => epoch(page), (it) => it === 3, "epoch 3");
  assert.equal(await testLoss(page), loss);
  assert.deepEqual(parameters(await save(page)), parameters(then));

  await curve(page).focus();
  await page.keyboard.press("End");
  await until(() => epoch(page), (it) => it === 7, "epoch 7");
  assert.equal(await testLoss(page), now, "the present is as it was");

  await page.keyboard.press("Home");
  await until(() => epoch(page), (it) => it === 0, "epoch 0");
  await step(page);
  assert.equal(await epoch(page), 1);
  await curve(page).focus();
  await page.keyboard.press("End");
  await until(() => at(page), (it) => it === 1, "the branch to end at epoch 1");
});

scene("dragging along the large curve rewinds everything, and one undo comes back", {}, async (page) => {
  await speed(page, "25");
  await play(page);
  await until(() => epoch(page), (it) => it > 200, "two hundred epochs");
  await pause(page);
  await page.getByRole("tab", { name: tab.time }).click();
  const chart = page.locator(".dock-chart").getByRole("slider");
  const last = await until(() => epoch(page), (it) => it > 0, "an epoch");
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  await page.mouse.move(box.x + box.width * 0.9, box.y + 80);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.3, box.y + 90, { steps: 5 });
  await page.mouse.up();
  const past = await until(() => epoch(page), (it) => it < last / 2 && it > 0, "a moment in the first half");
  assert.ok(Math.abs(past - 0.28 * last) < 0.1 * last, `${past} of ${last}`);
  assert.match(await page.locator(".dock-side").textContent(), new RegExp(String(past)));
  await button(page, header.undo).click();
  await until(() => epoch(page), (it) => it === last, "the present again");
  await page.getByRole("button", { name: time.first }).click();
  await until(() => epoch(page), (it) => it === 0, "the beginning");
});
