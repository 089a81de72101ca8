// The methods of the notes: each drawer's choices train, stand in the link, show as chips and can be taken back.
import assert from "node:assert/strict";
import {
  batch, button, epoch, link, menu, notices, pause, play, quiet, save, scene, sentence, speed, step, testLoss, until, words,
} from "./playground.mjs";

const { method, toolbar, number, explain, conflict } = words.en;

const openOptimizer = (page) => page.locator(".settings .drawer > summary").click();
const chips = (page) => page.locator(".chip > span:first-child").allTextContents();
const has = async (page, pair) => until(() => link(page), (now) => now.split("&").includes(pair), pair);
const lacks = async (page, key) => until(() => link(page), (now) => !now.includes(`${key}=`), `no ${key}`);
const accuracy = async (page) => parseFloat(await page.locator("#score").textContent());

scene("an optimizer is chosen, refined, shown as a chip and taken back", {}, async (page) => {
  await openOptimizer(page);
  await menu(page, method.optimizer).selectOption("Adam");
  await has(page, "optimizer=adam");
  assert.deepEqual(await chips(page), ["Adam"]);
  const beta = page.getByLabel(number.beta1, { exact: true });
  await beta.fill("0.8");
  await beta.press("Tab");
  await has(page, "beta1=0.8");
  assert.deepEqual(await chips(page), ["Adam", "β₁ 0.8"]);
  await beta.fill("");
  await beta.press("Tab");
  await lacks(page, "beta1");
  assert.equal(await beta.inputValue(), "0.9");
  await page.keyboard.press("Escape");
  await page.locator(".chip").first().click();
  await lacks(page, "optimizer");
  assert.deepEqual(await chips(page), []);
  await button(page, words.en.header.undo).click();
  await has(page, "optimizer=adam");
});

for (const optimizer of ["momentum", "nesterov", "adagrad", "rmsprop", "adadelta", "adam", "adamw", "nadam", "lbfgs"]) {
  const rate = { adadelta: 3, adagrad: 0.1, lbfgs: 0.03 }[optimizer] ?? 0.01;
  const size = optimizer === "lbfgs" ? "&batchSize=250" : "";
  scene(`${optimizer} learns the circle`, { hash: `#optimizer=${optimizer}&learningRate=${rate}${size}` }, async (page) => {
    await speed(page, "5");
    await play(page);
    await until(() => testLoss(page), (loss) => loss < 0.1, "a test loss below 0.1", 90_000);
    await quiet(page);
  });
}

scene("several classes: points, outputs, colours, accuracy by class", {}, async (page) => {
  await menu(page, toolbar.problem).selectOption(words.en.problem.multiclass);
  await has(page, "problem=multiclass");
  await has(page, "loss=cross-entropy");
  await page.locator(".data input[type=range]").first().fill("4");
  await has(page, "classes=4");
  await menu(page, toolbar.learning_rate).selectOption("0.1");
  await play(page);
  await until(() => accuracy(page), (share) => share > 97, "an accuracy above 97 %", 60_000);
  await pause(page);
  const classes = page.getByRole("list", { name: method.class_accuracy }).getByRole("listitem");
  assert.equal(await classes.count(), 4);
  assert.match(await classes.first().textContent(), /\d %/);
  const file = await save(page);
  assert.equal(file.network.layers.at(-1).biases.length, 4);
});

scene("the perceptron separates two clouds and fails on XOR", { hash: "#dataset=gauss&rule=perceptron&networkShape=" }, async (page) => {
  await quiet(page);
  await play(page);
  await until(() => accuracy(page), (share) => share > 99, "an accuracy above 99 %");
  await pause(page);
  await page.locator("input[name=dataset][value=xor]").check({ force: true });
  await play(page);
  await until(() => epoch(page), (now) => now > 60, "60 epochs");
  await pause(page);
  assert.ok((await accuracy(page)) < 80);
  assert.deepEqual(await chips(page), [words.en.rule.perceptron]);
});

scene("the difference between perceptron and Adaline is said", {}, async (page) => {
  await openOptimizer(page);
  await menu(page, method.rule).selectOption(words.en.rule.adaline);
  await has(page, "rule=adaline");
  await has(page, "networkShape=");
  await page.getByText(explain.rule).waitFor();
  await page.keyboard.press("Escape");
  await quiet(page);
});

scene("layers: activations of their own, batch norm, dropout, initial weights", {}, async (page) => {
  await page.locator(".network-head .drawer").last().locator("summary").click();
  await menu(page, "Layer 2").selectOption("ReLU");
  await has(page, "layerActivations=tanh,relu");
  await page.getByLabel(method.batch_norm, { exact: true }).check();
  await has(page, "batchNorm=true");
  await menu(page, method.initializer).selectOption("He normal");
  await has(page, "initializer=he-normal");
  const dropout = page.getByLabel(number.dropout, { exact: true });
  await dropout.fill("7");
  await dropout.press("Tab");
  await has(page, "dropout=0.9");
  assert.equal((await notices(page)).length, 1);
  await dropout.fill("0.1");
  await dropout.press("Tab");
  await has(page, "dropout=0.1");
  await page.getByLabel(method.training_form).check();
  await page.keyboard.press("Escape");
  await play(page);
  await until(() => epoch(page), (now) => now > 20, "20 epochs");
  await pause(page);
  const file = await save(page);
  assert.equal(file.network.layers[0].gammas.length, 4);
  assert.ok(file.network.layers[0].means.some((mean) => mean !== 0));
  assert.ok(file.network.layers[0].biases.every((bias) => bias === 0));
});

scene("batch, stochastic and minibatch are three sizes of a step", {}, async (page) => {
  await page.getByLabel(method.full, { exact: true }).check({ force: true });
  await has(page, "batchSize=250");
  await step(page);
  assert.equal(await epoch(page), 1);
  await page.getByLabel(method.stochastic, { exact: true }).check({ force: true });
  await has(page, "batchSize=1");
  await menu(page, toolbar.stride).selectOption(words.en.stride.minibatch);
  await step(page);
  assert.equal(await batch(page), "+ 1/250");
  await openOptimizer(page);
  await menu(page, method.optimizer).selectOption("L-BFGS");
  await has(page, "batchSize=250");
  await page.getByText(explain.lbfgs_trap).waitFor();
});

scene("what does not go together is said, and the page works", { hash: "#problem=regression&loss=hinge&optimizer=lbfgs&batchSize=10" }, async (page) => {
  const said = await until(() => notices(page), (now) => now.length === 2, "two notices");
  assert.match(said[0], new RegExp(conflict.loss_needs_classes));
  assert.match(said[1], new RegExp(conflict.lbfgs_needs_full_batch));
  await step(page);
  assert.equal(await epoch(page), 1);
});

scene("features are whitened, and the cloud is shown before and after", { hash: "#xSquared=true" }, async (page) => {
  await page.locator(".network-head .drawer").first().locator("summary").click();
  await menu(page, method.preprocess).selectOption(words.en.preprocess.whiten);
  await has(page, "preprocess=whiten");
  const drawn = (index) => page.locator(".cloud").nth(index).evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.reduce((sum, value, place) => sum + (place % 4 === 3 && value > 0 ? 1 : 0), 0);
  });
  await until(async () => [await drawn(0), await drawn(1)], ([a, b]) => a > 500 && b > 500, "two clouds");
});

scene("early stopping brings the best network back and says so", {
  hash: "#dataset=xor&noise=50&networkShape=8,8&learningRate=0.3&earlyStopping=5&samples=60",
}, async (page) => {
  await speed(page, "5");
  await play(page);
  const [said] = await until(() => notices(page), (now) => now.length === 1, "a notice", 60_000);
  assert.match(said, sentence(words.en.trouble.stopped));
  const stopped = await epoch(page);
  await play(page);
  await until(() => epoch(page), (now) => now > stopped, "more epochs");
});

scene("a schedule's rate falls, and its curve is drawn", { hash: "#schedule=exponential&decayRate=0.5&decayEpochs=10" }, async (page) => {
  await openOptimizer(page);
  await page.locator(".schedule").waitFor();
  assert.deepEqual(await chips(page), ["η: Exponential", `${number.decay_epochs.split("(")[0].trim()} 10`]);
});

scene("another language has other words for all of it", { locale: "ko-KR", hash: "#optimizer=adam&batchNorm=true&problem=multiclass" }, async (page) => {
  const korean = words.ko;
  await page.getByText(korean.method.optimizer, { exact: true }).first().waitFor();
  assert.deepEqual(await chips(page), ["Adam", korean.loss.squared, korean.method.batch_norm]);
});
