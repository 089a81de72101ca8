// Four questions of learners, each followed from the first look to its answer.
import assert from "node:assert/strict";
import { button, epoch, link, notices, pause, play, scene, sentence, speed, testLoss, until, words } from "./playground.mjs";

const { tab, finding, remedy, sight, header, trouble, folding } = words.en;
const open = (page, name) => page.getByRole("tab", { name, exact: true }).click();
const item = (page, rule) => page.locator(`.findings li[data-rule=${rule}]`);
const accuracy = async (page) => parseFloat(await page.locator("#score").textContent());

/** Trains to an epoch, and stops there: flat out, tens of thousands would pass before the stop is heard. */
async function train(page, epochs) {
  await speed(page, "25");
  await play(page);
  await until(() => epoch(page), (now) => now >= epochs, `epoch ${epochs}`, 90_000);
  await pause(page);
}

scene("why can one neuron not learn XOR?", { hash: "#dataset=xor&networkShape=1&seed=0.5" }, async (page) => {
  await train(page, 3000);
  assert.ok((await testLoss(page)) > 0.1, "one neuron draws one line");
  assert.ok((await accuracy(page)) < 90);

  await open(page, tab.folding);
  await page.locator("canvas.folding").waitFor();
  await open(page, tab.doctor);
  const small = item(page, "too-small");
  await small.waitFor();
  assert.equal(await small.locator("h3").textContent(), finding.too_small);
  const address = await link(page);
  await small.getByRole("button", { name: sentence(remedy.shape) }).click();
  await until(() => link(page), (now) => now !== address, "a larger network");
  await button(page, header.undo).click();
  await until(() => link(page), (now) => now === address, "the network before");
});

scene("how do four neurons learn it?", { hash: "#dataset=xor&networkShape=4&seed=0.5" }, async (page) => {
  await train(page, 1500);
  assert.ok((await testLoss(page)) < 0.05);
  assert.ok((await accuracy(page)) > 97);

  await open(page, tab.folding);
  await page.locator("canvas.folding").waitFor();
  const slider = page.locator(".dock-view").getByRole("slider", { name: folding.way });
  await slider.fill("0");
  const flat = await page.locator("canvas.folding").screenshot();
  await slider.evaluate((it) => {
    it.value = it.max;
    it.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await until(async () => (await page.locator("canvas.folding").screenshot()).equals(flat), (same) => !same, "a bent plane");
  await open(page, tab.results);
  const cells = await page.locator(".confusion td").allTextContents();
  assert.ok(cells.length >= 4, cells.join());
  await open(page, tab.doctor);
  // The first of its checks has words when the engine has answered.
  await until(() => page.locator(".doctor-checks p").first().textContent(), (text) => text !== "", "a diagnosis");
  assert.equal(await item(page, "too-small").count(), 0);
});

const deep = "#dataset=circle&activation=sigmoid&networkShape=8,8,8,8,8,8&seed=0.5";

scene("why do six layers of sigmoids not learn?", { hash: deep }, async (page) => {
  await train(page, 500);
  assert.ok((await testLoss(page)) > 0.4);

  await open(page, tab.doctor);
  const vanishing = item(page, "vanishing");
  await vanishing.waitFor();
  await vanishing.getByRole("button", { name: sight.layers }).click();
  await page.locator(".layers-chart").waitFor();

  await open(page, tab.doctor);
  await vanishing.getByRole("button", { name: remedy.tanh, exact: true }).click();
  await until(() => testLoss(page), (loss) => loss < 0.05, "a network that learns", 90_000);
  await until(() => vanishing.count(), (count) => count === 0, "no vanishing gradient any more");
});

const hasty = "#dataset=spiral&networkShape=8,8&learningRate=3&xSquared=true&ySquared=true&xTimesY=true&sinX=true&sinY=true&seed=0.5";

scene("what went wrong at a learning rate of 3?", { hash: hasty }, async (page) => {
  await play(page);
  await until(() => notices(page), (all) => all.length > 0, "a notice", 90_000);
  const [notice] = await notices(page);
  assert.ok([trouble.diverged, trouble.blown_up].some((it) => sentence(it).test(notice)), notice);

  // Back in time: the run is there from its first moment.
  await open(page, tab.time);
  const last = await epoch(page);
  await page.locator(".dock-chart").getByRole("slider").focus();
  await page.keyboard.press("Home");
  await until(() => epoch(page), (now) => now === 0, "the beginning");
  await page.keyboard.press("ArrowRight");
  await until(() => epoch(page), (now) => now > 0 && now < last, "a moment after it");

  await open(page, tab.doctor);
  const lost = item(page, "lost");
  await lost.waitFor();
  await lost.getByRole("button", { name: sentence(remedy.learning_rate) }).first().click();
  await until(() => link(page), (now) => !/learningRate=3(&|$)/.test(now), "a smaller rate");
  await speed(page, "max");
  await until(() => testLoss(page), (loss) => loss < 0.1, "a spiral learned", 120_000);
});
