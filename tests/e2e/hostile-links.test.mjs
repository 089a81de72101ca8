// Links that mean harm or nothing: the page opens, says what it replaced, and trains.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newPage, started, url } from "./browser.mjs";
import { button, epoch, guard, lateCode, link, notices, quiet, ready, save, scene, sentence, step, until, words } from "./playground.mjs";

const { toolbar, trouble, notice: noticeWords } = words.en;
const anyOf = (kinds) => kinds.map((kind) => sentence(noticeWords[kind]));

/** Opens a link as someone who edits the address by hand, and waits for it; a `draw` of its own makes it another's. */
async function visit(page, hash, draw) {
  await page.evaluate((hash) => { location.hash = hash; }, `${hash}&weightDraw=${draw}`);
  await until(() => epoch(page), (now) => now === 0, "epoch 0");
}

const flags = [
  "showTestData", "discretize", "x", "y", "xTimesY", "xSquared", "ySquared", "cosX", "sinX", "cosY", "sinY",
  "collectStats", "initZero", "hideText",
];
const texts = ["seed", "tutorial"];
const choices = ["activation", "regularization", "dataset", "regDataset", "problem"];
const numbers = ["batchSize", "learningRate", "regularizationRate", "noise", "networkShape", "percTrainData"];
const garbage = ["garbage", "%E0%A4%A", "<b>"];
const noNumbers = [...garbage, "1e999", "NaN", "-1", "-0", ",,,,"];

test("there are TensorFlow Playground's 27 keys to try", () => {
  assert.equal(flags.length + texts.length + choices.length + numbers.length, 27);
});

for (const key of [...flags, ...texts, ...choices, ...numbers]) {
  scene(`nothing in ${key} stops the page`, {}, async (page) => {
    const harmless = await guard(page);
    await step(page);
    for (const [index, value] of (numbers.includes(key) ? noNumbers : garbage).entries()) {
      await visit(page, `${key}=${value}`, index + 2);
      const replaced = choices.includes(key) || (numbers.includes(key) && value !== "-0");
      if (replaced) {
        const said = await until(() => notices(page), (now) => now.length > 0, `a notice on ${key}=${value}`);
        assert.ok(said.every((one) => one.startsWith(key)), `${key}=${value}: ${said}`);
      }
      await step(page);
      assert.equal(await epoch(page), 1, `${key}=${value}`);
    }
    await visit(page, `${key}=1&${key}=2`, 1);
    await until(() => notices(page), (now) => now.some((one) => sentence(noticeWords.duplicate).test(one)), "a notice");
    await step(page);
    await harmless();
  });
}

const hostile = [
  ["an unknown key", "nobody=knows", ["unknown_key"]],
  ["an unknown key that is markup", "<img src=x onerror=alert(1)>=1", ["unknown_key"]],
  ["a seed that is markup", "seed=<img src=x onerror=alert(1)>", ["bad_value"]],
  ["a seed that is encoded markup", "seed=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", []],
  ["a value that is markup", "noise=<svg/onload=alert(1)>", ["bad_value"]],
  ["a lesson that is markup", "tutorial=%3Cscript%3Ealert(1)%3C%2Fscript%3E", []],
  ["a million characters", `seed=${"9".repeat(1_000_000)}`, ["too_long"]],
  ["a seed of four thousand characters", `seed=${"9".repeat(4000)}`, ["clamped"]],
  ["thousands of commas", `networkShape=${",".repeat(5000)}`, ["bad_value"]],
  ["thousands of layers", `networkShape=${Array(2000).fill("9").join(",")}`, ["clamped"]],
  ["the widest and deepest network", `networkShape=${Array(12).fill("256").join(",")}`, []],
  ["thousands of keys", Array.from({ length: 1000 }, (_, index) => `k${index}=1`).join("&"), ["unknown_keys"]],
  ["thousands of ampersands", "&".repeat(5000), []],
  ["equals signs alone", "====&==&=", ["unknown_key"]],
  ["no hidden layers", "networkShape=", []],
  ["no features", "x=false&y=false", []],
  ["no features and no hidden layers", "x=false&y=false&networkShape=", []],
  ["a batch larger than the data", "batchSize=100000", ["clamped"]],
  ["one training point", "samples=10&percTrainData=10&batchSize=10", ["clamped"]],
  ["all weights zero", "initZero=true", []],
];

for (const [name, hash, kinds] of hostile) {
  test(`a link with ${name} leaves a working page`, { timeout: 120_000 }, async (t) => {
    const { page, complaints } = await newPage(t);
    const harmless = await guard(page);
    await page.goto(`${url}#${hash}`);
    await started(page);
    await ready(page);
    for (const pattern of anyOf(kinds)) {
      await until(() => notices(page), (said) => said.some((one) => pattern.test(one)), pattern);
    }
    assert.equal(await epoch(page), 0);
    await step(page);
    assert.equal(await epoch(page), 1);
    await lateCode(page);
    const said = await notices(page);
    if (kinds.length === 0) assert.ok(!said.some((one) => anyOf(Object.keys(noticeWords)).some((it) => it.test(one))), said.join());
    await harmless();
    assert.deepEqual(complaints, []);
  });
}

scene("a thousand notices still leave the playground in reach", {
  hash: `#${Array.from({ length: 800 }, (_, index) => `k${index}=1`).join("&")}`,
}, async (page) => {
  await button(page, toolbar.play).click({ timeout: 10_000 });
  await until(() => epoch(page), (now) => now > 3, "epochs");
  const top = await page.locator("main").evaluate((main) => main.getBoundingClientRect().top);
  assert.ok(top < 800, `the columns start at ${top}`);
});

scene("no hidden layers are written back as such", { hash: "#networkShape=" }, async (page) => {
  assert.match(await link(page), /networkShape=&/);
  assert.equal((await save(page)).network.layers.length, 1);
});

scene("a seed of any characters comes back with a reload", { hash: `#seed=${encodeURIComponent("1 & noise=50 % # = ? 씨 +")}` }, async (page) => {
  await quiet(page);
  assert.match(await link(page), /&noise=0&/);
  const before = await link(page);
  await step(page);
  await page.reload();
  await started(page);
  await until(() => epoch(page), (now) => now === 1, "epoch 1 again");
  assert.equal(await link(page), before);
});

scene("every feature can be switched off, with a word about it", {}, async (page) => {
  for (const name of ["x₁", "x₂"]) await button(page, name).click();
  await until(() => notices(page), (now) => now.includes(trouble.no_features), "the word");
  await step(page);
  assert.equal(await epoch(page), 1);
  assert.match(await link(page), /&x=false&y=false&/);
});
