// The chain rule: any link, bias or neuron, its product in numbers, checked by a difference; a step in slow motion.
import assert from "node:assert/strict";
import { findWeight, weight } from "./diagram.mjs";
import { batch, button, menu, play, save, scene, step, until, words } from "./playground.mjs";

const { tab, chain } = words.en;
const openView = async (page) => {
  await page.getByRole("tab", { name: tab.chain }).click();
  await until(() => facts(page), (it) => it[chain.slope], "a slope");
};
/** The facts under the picture, as numbers by their names; of a change, both. */
const facts = async (page) => {
  const terms = await page.locator(".facts dt").allTextContents();
  const values = await page.locator(".facts dd").allTextContents();
  return Object.fromEntries(terms.map((term, at) => [term, values[at]]));
};
const number = (text) => Number(text.replaceAll("−", "-"));
const change = (text) => text.split(" → ").map(number);
const name = (page) => page.locator(".chain h3").textContent();
const checked = (page) => page.locator(".check-result").textContent();

scene("a link clicked in the network is taken apart, and the next step does what is told", {}, async (page) => {
  await openView(page);
  // Opening the view has brought it into the window, and the network out of it.
  await page.locator("#network-diagram").evaluate((it) => it.scrollIntoView({ block: "center" }));
  const place = await findWeight(page, "2", 2, 2);
  await page.mouse.click(place.x, place.y);
  await page.keyboard.press("Escape");
  await until(() => name(page), (it) => it.startsWith(weight("2", 2, 2)), "the link's name");
  // Name and numbers are of one answer, so nothing need be waited for.
  const told = await facts(page);
  assert.notEqual(told[chain.slope], "0");
  const [before, after] = change(told[chain.value]);
  const foretold = before - number(told["η"]) * number(told[chain.slope]);
  assert.ok(Math.abs(after - foretold) < 2e-5, `${after} against ${foretold}`);
  const kept = (await save(page)).network.layers[1].weights[1][1];
  assert.ok(Math.abs(kept - before) < 1e-5);
});

scene("menus choose a place by keyboard, for the minibatch or one point, and differences agree", {}, async (page) => {
  await openView(page);
  const field = (label) => page.locator(".dock-side").getByRole("combobox", { name: label, exact: true });
  const press = page.locator(".dock-side").getByRole("button", { name: chain.check });
  await press.focus();
  await page.keyboard.press("Enter");
  const good = (text) => {
    const error = /: ([\d.e−]+)$/.exec(text);
    return error !== null && number(error[1]) < 1e-3;
  };
  const seen = new Set();
  for (const layer of ["1", "2", words.en.network.output]) {
    await field(chain.layer).selectOption(layer);
    for (const what of [0, chain.bias, chain.neuron]) {
      await field(chain.from).selectOption(what === 0 ? { index: 0 } : what);
      for (const samples of [chain.minibatch, chain.point]) {
        await page.getByRole("radio", { name: samples, exact: true }).check();
        await until(() => checked(page), good, `a difference that agrees (${layer}, ${what}, ${samples})`);
      }
      seen.add(await name(page));
    }
  }
  assert.equal(seen.size, 9);
  await page.getByLabel(chain.number).fill("17");
  await page.keyboard.press("Tab");
  await until(() => checked(page), good, "a difference that agrees for another point");
});

scene("a step in slow motion: forward, loss, backward, update, then the step itself", { reducedMotion: "reduce" }, async (page) => {
  await openView(page);
  const side = page.locator(".dock-side");
  await side.getByRole("button", { name: chain.motion }).click();
  const moment = () => side.locator(".moment").textContent();
  const starts = (text, layer) => text.split(":")[0].replace("{{ layer }}", layer);
  const order = [
    starts(chain.forward, 1), starts(chain.forward, 2), starts(chain.forward, 3), starts(chain.compare),
    starts(chain.backward, 3), starts(chain.backward, 2), starts(chain.backward, 1), starts(chain.update),
  ];
  for (const expected of order.slice(0, -1)) {
    await until(moment, (it) => it.startsWith(expected), expected);
    await side.getByRole("button", { name: chain.forth }).click();
  }
  const told = await until(moment, (it) => it.startsWith(order.at(-1)), order.at(-1));
  assert.equal(await batch(page), "", "looking takes no step");
  await side.getByRole("button", { name: chain.back }).click();
  await until(moment, (it) => it.startsWith(order.at(-2)), "one moment back");
  await side.getByRole("button", { name: chain.forth }).click();
  const losses = change(/([\d.]+ → [\d.]+)$/.exec(told)[1]);
  assert.ok(losses[1] < losses[0], told);
  await side.getByRole("button", { name: chain.take }).click();
  await until(() => batch(page), (it) => it.includes("1/25"), "one minibatch");
  await until(moment, (it) => it.startsWith(order[0]), "the next step's beginning");
  assert.match(await side.textContent(), new RegExp(losses[1].toFixed(5)));
});

/** Lets the page count the timers that it has set and that have not run. */
const countTimers = (page) => page.evaluate(() => {
  const { setTimeout } = globalThis;
  globalThis.pending = 0;
  globalThis.setTimeout = (task, milliseconds) => {
    pending += 1;
    return setTimeout(() => {
      pending -= 1;
      task();
    }, milliseconds);
  };
});

scene("slow motion plays by itself where motion is welcome, and holds", {}, async (page) => {
  await openView(page);
  const side = page.locator(".dock-side");
  await side.getByRole("button", { name: chain.motion }).click();
  await until(() => side.locator(".moment").textContent(), (it) => it.includes("2"), "the second layer");
  await side.getByRole("button", { name: chain.hold, exact: true }).click();
  await side.getByRole("button", { name: chain.play, exact: true }).waitFor();
  // It holds, and the view closes over it without a word in the console, though the motion's timer still runs out.
  await countTimers(page);
  await side.getByRole("button", { name: chain.play, exact: true }).click();
  await side.getByRole("button", { name: chain.hold, exact: true }).waitFor();
  await page.getByRole("tab", { name: tab.chain }).click();
  await until(() => page.evaluate(() => globalThis.pending), (timers) => timers === 0, "every timer to have run");
  await step(page);
});

scene("every kind of layer is told while it trains", { hash: "#activation=maxout&batchNorm=true&dropout=0.3&residual=true&networkShape=4,4&problem=multiclass" }, async (page) => {
  await openView(page);
  await play(page);
  await until(() => facts(page), (it) => it[chain.loss] && change(it[chain.loss])[0] > 0, "a loss");
  await menu(page, chain.layer).selectOption("2");
  await until(() => name(page), (it) => it.includes("2"), "layer 2");
  await menu(page, words.en.toolbar.activation).selectOption("ReLU");
  await until(() => facts(page), (it) => it[chain.slope], "a slope after a restart");
  assert.equal(await button(page, words.en.header.undo).isEnabled(), true);
});
