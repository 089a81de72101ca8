// Links as a course has them: what they hide, what they want, how they arrive.
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import {
  button, drawn, epoch, link, notices, parameters, save, scene, step, testLoss, trainLoss, until, words,
} from "./playground.mjs";

const { toolbar, data, header, output } = words.en;

/** The first exercise of the Machine Learning Crash Course, as its pages embed it. */
const EXERCISE =
  "#activation=linear&regularization=L2&batchSize=10&dataset=xor&regDataset=reg-plane&learningRate=0.01" +
  "&regularizationRate=0&noise=35&networkShape=1&seed=0.50819&showTestData=false&discretize=false&percTrainData=50&x=true" +
  "&y=true&xTimesY=true&xSquared=true&ySquared=true&cosX=false&sinX=false&cosY=false&sinY=false&collectStats=true" +
  "&problem=classification&initZero=false&hideText=true&dataset_hide=true&percTrainData_hide=false&xTimesY_hide=true" +
  "&xSquared_hide=true&ySquared_hide=true&sinX_hide=true&sinY_hide=true&problem_hide=true" +
  "&tutorial=dp-neural-net-intro-first&goalTestLossMinThresholdFirst=0.51&goalTestLossMinThresholdSecond=0.2";

const goals = (page) => page.locator(".goals li").evaluateAll((all) => all.map((it) => it.classList.contains("reached")));

scene("an exercise hides features, says nothing, and ticks its goals", { hash: EXERCISE }, async (page) => {
  await until(() => page.locator(".feature").count(), (count) => count === 2, "two features");
  assert.deepEqual(await notices(page), []);
  // As recorded from the original: 0.515626 and 0.505198 at first, 0.507552 and 0.500506 an epoch later.
  assert.deepEqual([await trainLoss(page), await testLoss(page)], [0.516, 0.505]);
  assert.deepEqual(await goals(page), [false, false]);
  await step(page);
  assert.deepEqual([await trainLoss(page), await testLoss(page)], [0.508, 0.501]);
  await until(() => goals(page), ([first, second]) => first && !second, "the first goal alone");
});

scene("an exercise fits into the course's frame", { hash: EXERCISE, viewport: { width: 960, height: 700 } }, async (page) => {
  assert.ok(!await page.getByText("Nabla", { exact: true }).isVisible());
  for (const name of [".play", ".feature >> nth=1", "#network-diagram", "#test-loss", "#train-loss", ".map-frame canvas >> nth=0"]) {
    const box = await page.locator(name).first().boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 960 && box.y >= 0, `${name} ${JSON.stringify(box)}`);
    assert.ok(name === "#network-diagram" || box.y + box.height <= 700, `${name} ${JSON.stringify(box)}`);
  }
});

scene("what is hidden has no key either", {
  hash: "#playButton_hide=true&resetButton_hide=true&numNodes2_hide=true&hideViews=doctor,race",
}, async (page) => {
  await page.locator("body").press("Space");
  await step(page);
  await page.locator("body").press("r");
  await drawn(page);
  assert.equal(await epoch(page), 1);
  assert.deepEqual(await page.locator(".stepper:not(.label)").evaluateAll((all) =>
    all.map((it) => it.querySelector("button").checkVisibility())), [true, false]);
  const tabs = await page.getByRole("tab").allTextContents();
  assert.ok(!tabs.includes(words.en.tab.race) || !await page.getByRole("tab", { name: words.en.tab.race }).isVisible());
});

scene("new data keeps the network and can be undone", {}, async (page) => {
  await step(page);
  const before = await save(page);
  await button(page, data.redraw).click();
  const after = await until(() => save(page), (now) => !isDeepStrictEqual(now.points, before.points), "other points");
  assert.deepEqual(parameters(after), parameters(before));
  assert.notEqual(after.link, before.link);
  assert.equal(await epoch(page), 1);
  assert.equal((await notices(page)).length, 1);
  await button(page, header.undo).click();
  await until(() => save(page), (now) => isDeepStrictEqual(now, before), "the points before");
  assert.equal(await epoch(page), 1);
});

scene("a link damaged in a chat is read as meant, with one sentence", {
  hash: "#activation=relu&amp;dataset=spiral&amp;networkShape=8,8,&amp;sinX=true&amp;a=1&amp;b=2&amp;c=3&amp;hideText=false\">here)",
}, async (page) => {
  assert.equal((await notices(page)).length, 2, "one for what was damaged, one for what is unknown");
  assert.match(await link(page), /^activation=relu&.*dataset=spiral&.*networkShape=8,8&.*sinX=true&/);
});

scene("an address opens a view", { hash: "#view=chain" }, async (page) => {
  const tab = page.getByRole("tab", { name: words.en.tab.chain });
  await until(() => tab.getAttribute("aria-selected"), (now) => now === "true", "the view");
  await page.locator("#dock-view svg, #dock-view canvas").first().waitFor();
});

scene("an address chooses the language", { locale: "ko-KR" }, async (page) => {
  await page.goto(`${page.url().split("#")[0].split("?")[0]}?hl=en`);
  await button(page, toolbar.step).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.ok(await page.getByText(output.test_loss, { exact: true }).first().isVisible());
});
