// Space folding: the plane on its way through the layers.
import assert from "node:assert/strict";
import { accessibilityProblems } from "./browser.mjs";
import { button, drawn, menu, pause, play, scene, until, words } from "./playground.mjs";

const { tab, folding, network, method, toolbar } = words.en;
const open = (page) => page.getByRole("tab", { name: tab.folding }).click();
const way = (page) => page.getByRole("slider", { name: folding.way });
/** The picture as the canvas has it, once it has been drawn. */
function picture(page) {
  const read = (canvas) => {
    const empty = canvas.cloneNode();
    return canvas.toDataURL() === empty.toDataURL() ? "" : canvas.toDataURL();
  };
  return until(() => page.locator("canvas.folding").evaluate(read), (drawn) => drawn !== "", "a picture");
}

scene("the way from the input to the last layer goes by hand and by itself", { hash: "#dataset=xor&networkShape=4,2" }, async (page) => {
  await open(page);
  assert.equal(await way(page).getAttribute("aria-valuetext"), "Layer 2");
  await page.getByText(folding.line).waitFor();
  const end = await picture(page);
  await way(page).focus();
  await page.keyboard.press("Home");
  assert.equal(await way(page).getAttribute("aria-valuetext"), folding.input);
  assert.notEqual(await picture(page), end);
  await page.keyboard.press("End");
  await until(() => picture(page), (now) => now === end, "the end of the way again");

  await button(page, folding.play).click();
  await button(page, folding.pause).waitFor();
  await until(() => way(page).inputValue().then(Number), (share) => share > 0.1 && share < 1, "a place on the way");
  await button(page, folding.play).waitFor();
  await until(() => picture(page), (now) => now === end, "the end of the way by itself");
  assert.deepEqual(await accessibilityProblems(page), []);
});

scene("nothing moves by itself where motion is reduced", { hash: "#networkShape=4,2", reducedMotion: "reduce" }, async (page) => {
  await open(page);
  const seen = [];
  for (let times = 0; times < 3; times++) {
    await button(page, folding.play).click();
    await drawn(page);
    seen.push(await way(page).getAttribute("aria-valuetext"));
  }
  assert.deepEqual(seen, [folding.input, "Layer 1", "Layer 2"]);
});

scene("layer and axes are chosen, and the picture lives while training", { hash: "#networkShape=5,3&learningRate=0.1" }, async (page) => {
  await open(page);
  await page.getByText(/The two axes hold [\d.]+ % of the layer's variance/).waitFor();
  await page.getByText(folding.cut).waitFor();
  const own = await picture(page);
  await menu(page, folding.axes).selectOption(folding.two);
  await menu(page, folding.up).selectOption("3");
  await until(() => picture(page), (now) => now !== own, "two neurons");
  assert.equal(await page.getByText(/The two axes hold/).count(), 0);
  await menu(page, folding.layer).selectOption("1");
  await until(() => way(page).getAttribute("aria-valuetext"), (now) => now === method.layer.replace("{{ layer }}", "1"), "layer 1");
  assert.equal(await page.getByText(folding.cut).count(), 0, "only the last layer is read by the output");
  const still = await picture(page);
  await play(page);
  await until(() => picture(page), (now) => now !== still, "another picture while training");
  await pause(page);
});

scene("without hidden layers it says so, and with one it goes on", { hash: "#networkShape=" }, async (page) => {
  await open(page);
  await page.getByText(folding.no_layers).waitFor();
  await button(page, network.add_layer).click();
  await until(() => way(page).getAttribute("aria-valuetext"), (now) => now === "Layer 1", "a layer");
});

scene("the plane with several classes and many layers", { hash: "#problem=multiclass&classes=4&networkShape=8,8,8,8,8,8,8,8&batchNorm=true&activation=maxout" }, async (page) => {
  await open(page);
  await picture(page);
  await play(page);
  await until(() => way(page).getAttribute("aria-valuetext"), (now) => now === "Layer 8", "eight layers");
  await button(page, toolbar.pause).click();
});
