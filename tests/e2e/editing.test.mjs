// Edits by hand, of weights and of settings, and the way back.
import assert from "node:assert/strict";
import { edit, findBias, findFolded, findWeight, selected, typeValue, weight, bias } from "./diagram.mjs";
import { button, drawn, epoch, link, menu, parameters, save, scene, step, testLoss, until, words } from "./playground.mjs";

const { toolbar, network, header, data } = words.en;

/** Edits one value and takes the edit back and forth; `read` finds the value in a saved file. */
async function check(page, place, read, name) {
  const before = await save(page);
  const loss = await testLoss(page);
  await edit(page, place, "1.5");
  await until(() => selected(page), (now) => now === `${name}1.50`, "the value in the diagram's name");
  await until(async () => read(await save(page)), (value) => value === 1.5, "the new value");
  await until(() => testLoss(page), (now) => now !== loss, "another loss");
  const after = parameters(await save(page));
  assert.equal(parameters(before).filter((value, index) => value !== after[index]).length, 1, "one value alone is another");

  await button(page, header.undo).click();
  await until(async () => read(await save(page)), (value) => value === read(before), "the old value");
  assert.deepEqual(await save(page), before);
  await until(() => testLoss(page), (now) => now === loss, "the old loss");
  await button(page, header.redo).click();
  await until(async () => read(await save(page)), (value) => value === 1.5, "the new value again");
}

scene("a weight is edited on its edge", {}, async (page) => {
  const place = await findWeight(page, "x₁", 1, 1);
  await check(page, place, (file) => file.network.layers[0].weights[0][0], weight("x₁", 1, 1));
});

scene("a hidden neuron's bias is edited on its square", {}, async (page) => {
  const place = await findBias(page, 2, 1);
  await check(page, place, (file) => file.network.layers[0].biases[1], bias(2, 1));
});

scene("the output's bias is edited too", {}, async (page) => {
  const place = await findBias(page, 1, 3);
  await check(page, place, (file) => file.network.layers[2].biases[0], bias(1, 3));
});

const wide = { hash: "#networkShape=256,256&samples=20" };

scene("a neuron of the folded tile is chosen and its bias edited", wide, async (page) => {
  const { x, y } = await findFolded(page, 2, 244);
  const neuron = (index) => words.en.part.neuron.replace("{{ index }}", index).replace("{{ layer }}", 2);
  await page.mouse.click(x, y);
  await until(() => selected(page), (now) => now === neuron(13), "the first neuron of the tile");
  await page.locator("#network-diagram").focus();
  await page.keyboard.press("ArrowDown");
  await until(() => selected(page), (now) => now === neuron(14), "the next one");
  await page.keyboard.press("Shift+ArrowUp");
  await until(() => selected(page), (now) => now.startsWith(bias(14, 2)), "its bias");
  await page.keyboard.press("Enter");
  await typeValue(page, "1.5");
  await until(async () => (await save(page)).network.layers[1].biases[13], (value) => value === 1.5, "the new value");
});

scene("training goes on from an edited weight", {}, async (page) => {
  await step(page);
  await edit(page, await findWeight(page, 1, 1, 2), "-2");
  await until(async () => (await save(page)).network.layers[1].weights[0][0], (value) => value === -2, "the new value");
  assert.equal(await epoch(page), 1);
  await step(page);
  assert.equal(await epoch(page), 2);
  assert.notEqual((await save(page)).network.layers[1].weights[0][0], -2);
});

scene("what is no number changes nothing", {}, async (page) => {
  const before = await save(page);
  const place = await findWeight(page, "x₁", 1, 1);
  await page.mouse.click(place.x, place.y);
  const field = page.locator(".editor input");
  for (const text of ["", "-", "1e999", "e"]) {
    await field.selectText();
    await page.keyboard.press("Delete");
    // At once, as pasted: typed, "1e999" would be "1e9" on its way.
    await page.keyboard.insertText(text);
  }
  await page.keyboard.press("Escape");
  await drawn(page);
  assert.deepEqual(await save(page), before);
  await step(page);
  assert.equal(await epoch(page), 1);
  assert.ok(parameters(await save(page)).every(Number.isFinite));
});

scene("every control's change is taken back by one undo", {}, async (page) => {
  const start = await link(page);
  const slider = (label) => page.locator("label.slider", { hasText: label }).locator("input");
  const changes = [
    () => menu(page, toolbar.learning_rate).selectOption("1"),
    () => menu(page, toolbar.activation).selectOption("Sigmoid"),
    () => menu(page, toolbar.regularization).selectOption("L1"),
    () => menu(page, toolbar.regularization_rate).selectOption("0.03"),
    () => menu(page, toolbar.problem).selectOption(words.en.problem.regression),
    () => page.locator("input[name=dataset][value=xor]").check(),
    () => slider(data.split).fill("80"),
    () => slider(data.noise).fill("25"),
    () => slider(data.batch).fill("30"),
    () => button(page, data.redraw).click(),
    () => page.getByLabel(data.shuffle).check(),
    () => page.getByLabel(data.init_zero).check(),
    () => button(page, "sin x₁").click(),
    () => button(page, network.add_layer).click(),
    () => button(page, network.remove_neuron.replace("{{ layer }}", "2")).click(),
    () => button(page, toolbar.new_weights).click(),
    () => page.locator(".checks").getByLabel(words.en.output.show_test).check(),
    () => page.locator(".checks").getByLabel(words.en.output.discretize).check(),
  ];
  for (const change of changes) {
    await change();
    const changed = await until(() => link(page), (now) => now !== start, `a change by ${change}`);
    await button(page, header.undo).click();
    await until(() => link(page), (now) => now === start, `no change by ${change}`);
    await button(page, header.redo).click();
    await until(() => link(page), (now) => now === changed, `again the change by ${change}`);
    await button(page, header.undo).click();
    await until(() => link(page), (now) => now === start, `no change by ${change}`);
  }
  assert.ok(await button(page, header.undo).isDisabled());
});

scene("a slider dragged over many values is one undo step", {}, async (page) => {
  const start = await link(page);
  const box = await page.locator("label.slider", { hasText: data.noise }).locator("input").boundingBox();
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 4, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 4, y, { steps: 8 });
  await page.mouse.up();
  await until(() => link(page), (now) => now.includes("noise=50&"), "the highest noise");
  await button(page, header.undo).click();
  await until(() => link(page), (now) => now === start, "no noise");
});

scene("undo takes back a reset", {}, async (page) => {
  await step(page);
  const trained = await save(page);
  await button(page, toolbar.reset).click();
  await until(() => epoch(page), (now) => now === 0, "epoch 0");
  await button(page, header.undo).click();
  await until(() => epoch(page), (now) => now === 1, "epoch 1");
  assert.deepEqual(await save(page), trained);
});
