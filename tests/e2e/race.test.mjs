// The race: several networks side by side, each trained on its own, any of them adopted.
import assert from "node:assert/strict";
import { epoch, link, menu, scene, speed, testLoss, trainLoss, until, words, button } from "./playground.mjs";

const { tab, race, header } = words.en;
const lanes = (page) => page.locator(".lanes li");
const heading = (page) => page.locator(".lanes h3").allTextContents();

/** A row of the lanes' numbers: test loss, score, epoch. */
const numbers = async (page, row) =>
  (await lanes(page).locator(`dl div:nth-child(${row}) dd`).allTextContents()).map((text) => parseFloat(text.replace("−", "-")));
/** How many different colours each lane's map has: none when nothing is drawn. */
const colours = (page) =>
  page.locator(".lanes canvas:not(.line-sample)").evaluateAll((maps) =>
    maps.map(({ width, height }, index) => {
      const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
      copy.drawImage(maps[index], 0, 0);
      const { data } = copy.getImageData(0, 0, width, height);
      return new Set(new Uint32Array(data.buffer).filter((pixel) => pixel >>> 24)).size;
    }),
  );
const shared = (page) => page.locator("#race-shared").textContent();

async function run(page) {
  await page.getByRole("button", { name: race.start, exact: true }).click();
  await page.getByRole("button", { name: race.start, exact: true }).waitFor({ timeout: 120_000 });
}

scene("lanes are seen before the start: their first maps and losses", {}, async (page) => {
  await page.getByRole("tab", { name: tab.race }).click();
  await until(() => numbers(page, 1), (losses) => losses.length === 4 && losses.every((loss) => loss > 0), "four losses");
  // The same weights on the same points: every lane has the loss of the network beside it, and its map.
  const here = await testLoss(page);
  assert.deepEqual((await numbers(page, 1)).map((loss) => loss.toFixed(3)), Array(4).fill(here.toFixed(3)));
  assert.deepEqual(await numbers(page, 3), [0, 0, 0, 0]);
  await until(() => colours(page), (all) => all.length === 4 && all.every((count) => count > 20), "four maps");
  assert.equal(await shared(page), race.same_start);
  assert.equal(await page.locator(".lanes .winner:visible").count(), 0);
  // Initializers differ in their first weights, and so it is not said that they do not.
  await page.getByRole("button", { name: race.initializers, exact: true }).click();
  await until(() => shared(page), (words) => words === race.other_weights, "other weights");
  assert.ok((await trainLoss(page)) > 0 && (await epoch(page)) === 0, "nothing has trained for it");
  // Opened again, the maps are there again.
  await page.getByRole("tab", { name: tab.time }).click();
  await page.getByRole("tab", { name: tab.race }).click();
  await until(() => colours(page), (all) => all.length === 4 && all.every((count) => count >= 1), "four maps again");
});

scene("optimizers race, the winner is marked, and the best becomes the network", {}, async (page) => {
  await page.getByRole("tab", { name: tab.race }).click();
  await menu(page, race.epochs).selectOption("100");
  assert.equal(await lanes(page).count(), 4);
  await run(page);
  assert.deepEqual(await numbers(page, 3), [100, 100, 100, 100]);
  const losses = await numbers(page, 1);
  const best = losses.indexOf(Math.min(...losses));
  const marked = await lanes(page).evaluateAll((all) => all.map((lane) => lane.classList.contains("won")));
  assert.deepEqual(marked, losses.map((_, lane) => lane === best), String(losses));
  await lanes(page).nth(best).getByText(race.winner, { exact: true }).waitFor();
  await lanes(page).nth(best).getByRole("button", { name: race.adopt }).click();
  await until(() => epoch(page), (it) => it === 100, "the lane's epoch");
  assert.equal((await testLoss(page)).toFixed(3), losses[best].toFixed(3));
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
