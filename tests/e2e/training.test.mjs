// Training: it learns, it steps, it starts over, and it goes on where it should.
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { started } from "./browser.mjs";
import {
  batch, button, epoch, link, menu, parameters, pause, play, quiet, save, scene, speed, step, testLoss, trainLoss, until,
  words,
} from "./playground.mjs";

const { toolbar, network, stride } = words.en;

scene("Play learns the default circle", {}, async (page) => {
  await play(page);
  await until(() => testLoss(page), (loss) => loss < 0.05, "a test loss below 0.05", 90_000);
  await pause(page);
  assert.ok((await epoch(page)) > 0);
});

const spiral =
  "#dataset=spiral&networkShape=8,8&xSquared=true&ySquared=true&xTimesY=true&sinX=true&sinY=true&learningRate=0.03&seed=0.31415";

scene("a spiral's link learns at full speed", { hash: spiral }, async (page) => {
  await quiet(page);
  await speed(page, "max");
  await play(page);
  await until(() => testLoss(page), (loss) => loss < 0.1, "a test loss below 0.1", 120_000);
  await pause(page);
});

scene("a step is an epoch or a minibatch", {}, async (page) => {
  const pace = menu(page, toolbar.stride);
  await step(page);
  assert.deepEqual([await epoch(page), await batch(page)], [1, ""]);
  await pace.selectOption(stride.minibatch);
  await step(page);
  await step(page);
  assert.deepEqual([await epoch(page), await batch(page)], [1, "+ 2/25"]);
  await pace.selectOption(stride.epoch);
  await step(page);
  assert.deepEqual([await epoch(page), await batch(page)], [2, ""]);
});

scene("reset returns to the same weights, new weights are others on the same points", {}, async (page) => {
  const first = await save(page);
  const shown = async () => [await epoch(page), await testLoss(page), await trainLoss(page)];
  const [, ...losses] = await shown();
  await step(page);
  assert.notDeepEqual(parameters(await save(page)), parameters(first));
  await button(page, toolbar.reset).click();
  // Losses and weights come with the engine's next frame.
  await until(shown, (now) => isDeepStrictEqual(now, [0, ...losses]), "epoch 0 and its losses");
  assert.deepEqual(await save(page), first);

  await button(page, toolbar.new_weights).click();
  await until(() => testLoss(page), (loss) => loss !== losses[0], "another loss");
  const other = await save(page);
  assert.equal(await epoch(page), 0);
  assert.notDeepEqual(parameters(other), parameters(first));
  assert.deepEqual(other.points, first.points);
});

scene("the learning rate acts while playing, the shape starts over", {}, async (page) => {
  await play(page);
  const before = await until(() => epoch(page), (now) => now >= 20, "20 epochs");
  await menu(page, toolbar.learning_rate).selectOption("0.1");
  await until(() => link(page), (now) => now.includes("learningRate=0.1&"), "the rate in the link");
  let last = before;
  const onwards = (now) => {
    assert.ok(now >= last, `epoch ${now} after ${last}`);
    last = now;
    return now > before + 60;
  };
  await until(() => epoch(page), onwards, "more epochs");
  await button(page, toolbar.pause).click();

  const paused = await epoch(page);
  await button(page, network.add_neuron.replace("{{ layer }}", "1")).click();
  const restarted = await until(() => epoch(page), (now) => now !== paused, "a restart");
  assert.equal(restarted, 0);
  assert.match(await link(page), /networkShape=5,2&/);
});

scene("training goes on playing over a restart", {}, async (page) => {
  await speed(page, "25");
  await play(page);
  const high = await until(() => epoch(page), (now) => now >= 200, "200 epochs");
  await button(page, network.add_layer).click();
  const low = await until(() => epoch(page), (now) => now < high, "a restart");
  await until(() => epoch(page), (now) => now > low, "epochs after the restart");
  assert.match(await link(page), /networkShape=4,2,2&/);
});

scene("a reload brings the session back", { hash: "#dataset=xor&seed=1" }, async (page) => {
  for (let times = 0; times < 3; times++) await step(page);
  const before = { losses: [await testLoss(page), await trainLoss(page)], file: await save(page), link: await link(page) };
  await page.reload();
  await started(page);
  await until(() => epoch(page), (now) => now === 3, "epoch 3 again");
  await until(() => testLoss(page), (loss) => loss > 0, "the engine's first picture");
  assert.deepEqual([await testLoss(page), await trainLoss(page)], before.losses);
  assert.deepEqual(await save(page), before.file);
  assert.equal(await link(page), before.link);
  await step(page);
  assert.equal(await epoch(page), 4);
});
