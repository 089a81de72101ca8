// The initializer laboratory: five starts side by side, their race, and the winner taken over.
import assert from "node:assert/strict";
import { accessibilityProblems } from "./browser.mjs";
import { button, epoch, link, menu, scene, until, words } from "./playground.mjs";

const { tab, initializers, toolbar, header, network } = words.en;
const open = (page) => page.getByRole("tab", { name: tab.initializers }).click();
const heads = async (page) => (await page.locator(".starts-heads li").allTextContents()).join("\n");
const deep = initializers.deep.replace("{{ layers }}", "10").replace("{{ neurons }}", "64");

/** The five verdicts in order, once they are there. */
function verdicts(page, expected) {
  const words = expected.map((key) => initializers[key]);
  return until(
    () => page.locator(".starts-heads li > span:nth-of-type(1)").allTextContents(),
    (now) => now.join() === words.join(),
    words.join(),
  );
}

scene("a deep network of tanh does what the notes say", { hash: "#dataset=xor&activation=tanh" }, async (page) => {
  await open(page);
  await verdicts(page, ["alike", "vanishes", "saturates", "keeps", "keeps"]);
  await page.locator(".starts-heads").getByText("Xavier normal").waitFor();
  await page.locator(".panel .menu, .dock-side").getByRole("combobox", { name: toolbar.activation }).selectOption("ReLU");
  await verdicts(page, ["alike", "vanishes", "explodes", "shrinks", "keeps"]);
  // By which factor: with He about 1, with Xavier about 2^(−9/2) = 0.044.
  const growth = async () =>
    (await page.locator(".starts-heads li > span:nth-of-type(2)").allTextContents()).map((text) => Number(text.replace("σ × ", "").replace("−", "-")));
  const [zeros, small, one, xavier, he] = await growth();
  assert.equal(zeros, 0);
  assert.ok(small < 1e-9 && one > 1e5 && xavier > 0.01 && xavier < 0.15 && he > 0.2 && he < 5, String([small, one, xavier, he]));
  // The borders are in words on the page.
  const borders = initializers.verdicts.replaceAll("{{ stable }}", "5").replaceAll("{{ lost }}", "1000");
  await page.getByText(borders.replace("{{ share }}", "3").replace("{{ flat }}", "0.05"), { exact: true }).waitFor();
  assert.equal(await epoch(page), 0);
  assert.deepEqual(await accessibilityProblems(page), []);
});

scene("the five race, and the winner's start is taken over and given back", { hash: "#dataset=xor&networkShape=4,2&learningRate=0.1" }, async (page) => {
  await open(page);
  await page.getByRole("checkbox", { name: deep }).uncheck();
  const before = await link(page);
  await button(page, initializers.race).click();
  await until(() => heads(page), (now) => /loss 0\.\d/.test(now), "losses");
  const adopt = button(page, initializers.adopt);
  await adopt.waitFor({ timeout: 60_000 });
  await button(page, initializers.race).waitFor();
  const winner = (await page.getByRole("status").filter({ hasText: "Lowest loss" }).textContent()).replace(/.*: /, "");
  assert.doesNotMatch(winner, /Zeros/);
  await adopt.click();
  const key = { "Normal 0.01": "normal", "Normal 1": "normal", "Xavier normal": "xavier-normal", "He normal": "he-normal" }[winner];
  await until(() => link(page), (now) => now.includes(`initializer=${key}`), "the winner's initializer");
  if (winner === "Normal 1") assert.match(await link(page), /initScale=1/);
  await adopt.waitFor();
  await button(page, header.undo).click();
  await until(() => link(page), (now) => now === before, "the settings before");
});

scene("another network has no race yet, and none without layers has nothing to show", { hash: "#networkShape=3" }, async (page) => {
  await open(page);
  await page.getByRole("checkbox", { name: deep }).uncheck();
  await button(page, initializers.race).click();
  await button(page, initializers.adopt).waitFor({ timeout: 60_000 });
  await button(page, network.add_neuron.replace("{{ layer }}", "1")).click();
  await button(page, initializers.adopt).waitFor({ state: "hidden" });
  assert.doesNotMatch(await heads(page), /loss/);
  await button(page, network.remove_layer).click();
  await page.getByText(initializers.no_layers).waitFor();
  const said = await heads(page);
  assert.doesNotMatch(said, /NaN|σ/);
  for (const verdict of ["keeps", "alike", "shrinks", "vanishes", "grows", "explodes", "saturates"]) assert.ok(!said.includes(initializers[verdict]), said);
});
