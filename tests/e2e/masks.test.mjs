// Masks and norms: what the next step leaves out, switched on from an empty view, and taken back.
import assert from "node:assert/strict";
import { batch, button, link, scene, until, words } from "./playground.mjs";

const { tab, masks, method, header } = words.en;
const openView = (page) => page.getByRole("tab", { name: tab.masks }).click();
const summary = (page) => page.locator(".dock-side .moment").textContent();
const has = (page, pair) => until(() => link(page), (now) => now.split("&").includes(pair), pair);
/** The numbers of a summary: step, neurons, edges, layers. */
const counts = (text) => (text.match(/\d+/g) ?? []).map(Number);

scene("an empty view offers what can be dropped, and undo takes it back", {}, async (page) => {
  await openView(page);
  const side = page.locator(".dock-side");
  await side.getByText(masks.plain).waitFor({ state: "visible" });
  await side.getByRole("button", { name: masks.dropout, exact: true }).click();
  await has(page, "dropout=0.2");
  await until(() => summary(page), (it) => counts(it).length === 4, "a summary");
  await button(page, header.undo).click();
  await side.getByText(masks.plain).waitFor({ state: "visible" });
  await side.getByRole("button", { name: method.batch_norm, exact: true }).click();
  await has(page, "batchNorm=true");
  await side.getByRole("button", { name: masks.next, exact: true }).click();
});

scene("every step draws its own masks", { hash: "#dropout=0.5&dropConnect=0.5&networkShape=8,8" }, async (page) => {
  await openView(page);
  const seen = new Set();
  for (let step = 1; step <= 6; step++) {
    const text = await until(() => summary(page), (it) => counts(it)[0] === step, `step ${step}`);
    const [, neurons, edges, layers] = counts(text);
    assert.ok(neurons <= 16 && edges > 10 && edges < 80 && layers === 0, text);
    seen.add(`${neurons} ${edges}`);
    await page.locator(".dock-side").getByRole("button", { name: masks.step, exact: true }).click();
    await until(() => batch(page), (it) => it.includes(`${step}/25`), `minibatch ${step}`);
  }
  assert.ok(seen.size > 2, [...seen].join(", "));
});

scene("the training form is switched here too", { hash: "#stochasticDepth=0.5&residual=true&networkShape=4,4" }, async (page) => {
  await openView(page);
  const form = page.locator(".dock-side").getByLabel(method.training_form);
  await form.check();
  assert.equal(await form.isChecked(), true);
  await page.locator(".dock-side").getByRole("button", { name: masks.step, exact: true }).click();
  await until(() => batch(page), (it) => it.includes("1/25"), "one step");
});
