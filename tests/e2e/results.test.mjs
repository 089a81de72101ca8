// Results: what the network gets right and wrong.
import assert from "node:assert/strict";
import { accessibilityProblems } from "./browser.mjs";
import { menu, pause, play, scene, step, until, words } from "./playground.mjs";

const { tab, results, toolbar, problem } = words.en;
const open = (page) => page.getByRole("tab", { name: tab.results, exact: true }).click();
const table = (page) => page.getByRole("table", { name: results.confusion });
const counts = async (page) => (await table(page).locator("td.count").allTextContents()).map(Number);
const pixels = (page, which) =>
  page.locator(".map canvas").nth(which).evaluate((it) => it.toDataURL());

scene("the matrix adds up, and its scores are those of its counts", { hash: "#dataset=xor&noise=35" }, async (page) => {
  await open(page);
  await step(page);
  const [[a, b, c, d]] = [await until(() => counts(page), (now) => now.reduce((sum, count) => sum + count, 0) === 250, "all test points")];
  const percent = (part, whole) => (whole ? `${((100 * part) / whole).toFixed(1)} %` : "0.0 %");
  const scores = await table(page).locator("td.score").allTextContents();
  assert.deepEqual(scores, [percent(a, a + b), percent(d, c + d), percent(a, a + c), percent(d, b + d)]);
  // A heading's picture of its class is markup: spaces and line breaks of its own.
  const read = async (role) => (await table(page).getByRole(role).allTextContents()).map((text) => text.trim());
  assert.deepEqual(await read("columnheader"), [results.called, results.recall, "−1", "+1"]);
  assert.deepEqual(await read("rowheader"), ["−1", "+1", results.precision]);
  assert.equal(await page.locator("#score").textContent(), percent(a + d, 250));
  assert.deepEqual(await accessibilityProblems(page), []);
});

scene("the worst mistakes are named and ringed while the view is open", { hash: "#dataset=xor&noise=35" }, async (page) => {
  const without = await pixels(page, 1);
  await open(page);
  const list = page.locator(".mistakes li:visible");
  await until(() => list.count(), (count) => count > 0, "mistakes");
  assert.ok((await list.count()) <= 12);
  assert.match(await list.first().textContent(), /^\(−?[\d.]+, −?[\d.]+\) is [−+]1, called [−+]1 · [\d.]+ % sure$/);
  await until(() => pixels(page, 1), (now) => now !== without, "rings");
  await page.getByRole("tab", { name: words.en.network.title, exact: true }).click();
  await until(() => pixels(page, 1), (now) => now === without, "no rings");
});

scene("the map is hatched where the network is unsure, as long as the view is open", {}, async (page) => {
  const plain = await pixels(page, 0);
  await open(page);
  await page.getByRole("checkbox", { name: results.doubts }).check();
  await until(() => pixels(page, 0), (now) => now !== plain, "hatching");
  await page.getByRole("tab", { name: tab.time }).click();
  await until(() => pixels(page, 0), (now) => now === plain, "no hatching");
});

scene("several classes have a row each, a regression has residuals", { hash: "#problem=multiclass&classes=5" }, async (page) => {
  await open(page);
  await until(() => counts(page), (now) => now.length === 25, "five by five");
  await play(page);
  await until(() => counts(page), (now) => now[0] > 0 && now.reduce((sum, count) => sum + count, 0) > 100, "counts");
  await pause(page);
  await menu(page, toolbar.problem).selectOption(problem.regression);
  await page.getByRole("img", { name: results.residuals }).waitFor();
  assert.equal(await table(page).count(), 0);
  await page.getByText(results.explain_regression).waitFor();
  await until(() => page.locator(".mistakes li:visible").count(), (count) => count === 12, "the largest errors");
  assert.match(await page.locator(".mistakes li").first().textContent(), /the network says/);
  assert.equal(await page.getByRole("checkbox", { name: results.doubts }).count(), 0);
});
