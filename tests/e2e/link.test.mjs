// The address: always the page's link, opened when changed by hand, and what a teacher hides in it.
import assert from "node:assert/strict";
import { newPage, started, url } from "./browser.mjs";
import { button, epoch, link, menu, quiet, ready, save, scene, step, testLoss, until, words } from "./playground.mjs";

const { toolbar, network, header, share, data, output, control } = words.en;

scene("the address always holds the link, and the link is the page", {}, async (page, t) => {
  await menu(page, toolbar.activation).selectOption("ReLU");
  await page.locator("input[name=dataset][value=gauss]").check();
  await button(page, "x₁²").click();
  await button(page, network.remove_layer).click();
  const shown = await link(page);
  for (const part of ["activation=relu&", "dataset=gauss&", "xSquared=true&", "networkShape=4&"]) {
    assert.ok(shown.includes(part), `${part} in ${shown}`);
  }
  const loss = await until(() => save(page), (file) => file.network.layers.length === 2, "two layers")
    .then(() => testLoss(page));

  const { page: other, complaints } = await newPage(t);
  await other.goto(`${url}#${shown}`);
  await started(other);
  await ready(other);
  assert.equal(await link(other), shown);
  assert.equal(await testLoss(other), loss);
  assert.deepEqual(complaints, []);
});

scene("a bare address gets its link", {}, async (page) => {
  assert.match(await link(page), /^activation=tanh&.*seed=0\.5&/);
});

scene("an address changed by hand is opened, and can be undone", {}, async (page) => {
  await step(page);
  await page.evaluate(() => { location.hash = "dataset=xor&networkShape=3&seed=7"; });
  await until(() => link(page), (now) => /dataset=xor&.*networkShape=3&seed=7&/.test(now), "the whole new link");
  await until(() => epoch(page), (now) => now === 0, "epoch 0");
  assert.ok(await page.locator("input[name=dataset][value=xor]").isChecked());
  await button(page, header.undo).click();
  await until(() => epoch(page), (now) => now === 1, "epoch 1");
  assert.match(await link(page), /dataset=circle&/);
});

/** The controls a link can hide: key, word in the share card, what must disappear. */
const hidable = (page) => {
  const slider = (label) => page.locator("label.slider", { hasText: label });
  return [
    ["showTestData", output.show_test, page.locator(".checks").getByLabel(output.show_test)],
    ["discretize", output.discretize, page.locator(".checks").getByLabel(output.discretize)],
    ["playButton", control.play_button, button(page, toolbar.play)],
    ["stepButton", control.step_button, button(page, toolbar.step)],
    ["resetButton", control.reset_button, button(page, toolbar.reset)],
    ["learningRate", toolbar.learning_rate, menu(page, toolbar.learning_rate)],
    ["activation", toolbar.activation, menu(page, toolbar.activation)],
    ["regularization", toolbar.regularization, menu(page, toolbar.regularization)],
    ["regularizationRate", toolbar.regularization_rate, menu(page, toolbar.regularization_rate)],
    ["problem", toolbar.problem, menu(page, toolbar.problem)],
    ["dataset", control.dataset, page.locator(".datasets")],
    ["percTrainData", data.split, slider(data.split)],
    ["noise", data.noise, slider(data.noise)],
    ["batchSize", data.batch, slider(data.batch)],
    ["numHiddenLayers", control.layers, button(page, network.add_layer)],
  ];
};

const hideAll =
  "showTestData discretize playButton stepButton resetButton learningRate activation regularization regularizationRate problem " +
  "dataset percTrainData noise batchSize numHiddenLayers";

scene("a link hides what it says", { hash: `#${hideAll.split(" ").map((key) => `${key}_hide=true`).join("&")}&hideText=true` }, async (page) => {
  for (const [key, , element] of hidable(page)) assert.ok(await element.isHidden(), key);
  assert.ok(await page.locator(".about").isHidden());
  assert.ok(await page.locator("#network-diagram").isVisible());
  assert.ok(await page.locator(".map").isVisible());
});

scene("a link hides nothing else", { hash: "#noise_hide=true&playButton_hide=false" }, async (page) => {
  for (const [key, , element] of hidable(page)) assert.equal(await element.isVisible(), key !== "noise", key);
});

scene("the share card makes such a link", {}, async (page, t) => {
  await page.locator("summary", { hasText: header.share }).click();
  const card = page.locator("details[open] .card");
  for (const [key, word, element] of hidable(page)) {
    await card.getByLabel(word, { exact: true }).check();
    await until(() => link(page), (now) => now.includes(`${key}_hide=true`), `${key}_hide in the link`);
    assert.ok(await element.isHidden(), key);
  }
  await card.getByLabel(share.hide_text).check();
  const address = await card.locator("input[type=text]").inputValue();
  await until(() => page.url(), (now) => now === address, address);

  const { page: other, complaints } = await newPage(t);
  await other.goto(address);
  await started(other);
  await ready(other);
  for (const [key, , element] of hidable(other)) assert.ok(await element.isHidden(), key);
  assert.ok(await other.locator(".about").isHidden());
  assert.deepEqual(complaints, []);
});

scene("the share card copies the link", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
  await page.locator("summary", { hasText: header.share }).click();
  await button(page, share.copy).click();
  await button(page, share.copied).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
});

scene("a link of TensorFlow Playground opens as it is", {
  hash: "#activation=relu&regularization=L2&batchSize=10&dataset=xor&regDataset=reg-plane&learningRate=0.01&regularizationRate=0.001&noise=10&networkShape=4,3&seed=0.12345&showTestData=false&discretize=true&percTrainData=60&x=true&y=true&xTimesY=true&xSquared=false&ySquared=false&cosX=false&sinX=false&cosY=false&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false",
}, async (page) => {
  assert.equal(new URL(page.url()).hash.slice(1), await link(page));
  assert.ok(page.url().includes("seed=0.12345&"));
  await quiet(page);
  assert.ok(await page.locator(".checks").getByLabel(output.discretize).isChecked());
  assert.equal(await button(page, "x₁x₂").getAttribute("aria-pressed"), "true");
  assert.equal(await menu(page, toolbar.regularization_rate).evaluate((select) => select.value), "0.001");
});
