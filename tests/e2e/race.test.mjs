// The race: several networks side by side, each trained on its own, any of them adopted.
import assert from "node:assert/strict";
import { epoch, link, menu, scene, speed, testLoss, until, words, button } from "./playground.mjs";

const { tab, race, header } = words.en;
const lanes = (page) => page.locator(".lanes li");
const heading = (page) => page.locator(".lanes h3").allTextContents();

async function run(page) {
  await page.getByRole("button", { name: race.start, exact: true }).click();
  await page.getByRole("button", { name: race.start, exact: true }).waitFor({ timeout: 120_000 });
}

scene("optimizers race, and the best becomes the network", {}, async (page) => {
  await page.getByRole("tab", { name: tab.race }).click();
  await menu(page, race.epochs).selectOption("100");
  assert.equal(await lanes(page).count(), 4);
  await run(page);
  const numbers = async (row) => (await lanes(page).locator(`dl div:nth-child(${row}) dd`).allTextContents()).map(parseFloat);
  assert.deepEqual(await numbers(3), [100, 100, 100, 100]);
  const losses = await numbers(1);
  assert.ok((await numbers(4)).every((time) => time > 0));
  const best = losses.indexOf(Math.min(...losses));
  await lanes(page).nth(best).getByRole("button", { name: race.adopt }).click();
  await until(() => epoch(page), (it) => it === 100, "the lane's epoch");
  assert.equal(await testLoss(page), losses[best]);
  assert.match(await link(page), /optimizer=/);
  await button(page, header.undo).click();
  await until(() => epoch(page), (it) => it === 0, "the network before");
});

scene("anything can be a lane, and a race is stopped with its view", { hash: "#networkShape=1" }, async (page) => {
  await page.getByRole("tab", { name: tab.race }).click();
  await page.getByRole("button", { name: race.rates, exact: true }).click();
  assert.ok((await heading(page)).every((name) => name.includes("η")), await heading(page));
  const remove = lanes(page).getByRole("button", { name: /^Remove/ });
  while (await remove.count()) await remove.first().click();
  assert.equal(await lanes(page).count(), 0);
  const add = page.getByRole("button", { name: race.add, exact: true });
  await add.click();
  await page.getByRole("button", { name: "Add a neuron to layer 1" }).click();
  await add.click();
  assert.equal(await lanes(page).count(), 2);
  await speed(page, "max");
  await menu(page, race.epochs).selectOption("3000");
  await page.getByRole("button", { name: race.start, exact: true }).click();
  await page.getByRole("tab", { name: tab.time }).click();
  await page.getByRole("tab", { name: tab.race }).click();
  await page.getByRole("button", { name: race.start, exact: true }).waitFor();
});
