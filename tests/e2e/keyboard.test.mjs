// The page by keyboard alone.
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { bias, selected, typeValue, weight } from "./diagram.mjs";
import { button, drawn, epoch, link, menu, parameters, said, save, scene, step, until, words } from "./playground.mjs";

const { toolbar, header, part, shortcut, data } = words.en;

/** The selected neuron's name; layers and neurons count from 1. */
const neuron = (layer, index) => part.neuron.replace("{{ layer }}", layer).replace("{{ index }}", index);

const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};

/** What has the keyboard, in a word. */
const focused = (page) => page.evaluate(() => {
  const it = document.activeElement;
  return it.id || it.getAttribute("aria-label") || it.value || it.textContent;
});

/** Presses Tab until a check of the focused element holds. */
async function tabTo(page, holds, wanted) {
  for (let presses = 0; presses < 120; presses++) {
    if (await page.evaluate(holds)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab never came to ${wanted}`);
}

/** Numbers, in the page's order, every element Tab should stop at. */
const numberStops = (page) => page.evaluate(() => {
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter((it) =>
    it.checkVisibility({ visibilityProperty: true }) && !it.disabled && it.tabIndex >= 0
    && !(it.type === "radio" && !it.checked && document.querySelector(`input[name="${it.name}"]:checked`)));
  stops.forEach((it, index) => { it.dataset.stop = index; });
  return stops.length;
});

/** Whether the focused element, or what stands for it in its label, has an outline that can be seen. */
const outlined = () => {
  const it = document.activeElement;
  const label = it.closest("label");
  const standing = [it, ...label ? [label, ...label.querySelectorAll("*")] : []];
  return standing.some((one) => {
    const { outlineStyle, outlineWidth, outlineColor, opacity } = getComputedStyle(one);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && outlineColor !== "rgba(0, 0, 0, 0)" && opacity !== "0";
  });
};

scene("Tab stops everywhere once, in the page's order, with its place in sight", {}, async (page) => {
  const count = await numberStops(page);
  assert.ok(count > 30, `${count} stops`);
  const visited = [];
  for (let index = 0; index < count; index++) {
    await page.keyboard.press("Tab");
    visited.push(await page.evaluate(() => Number(document.activeElement.dataset.stop)));
    const name = await focused(page);
    assert.ok(await page.evaluate(outlined), `no outline on ${name}`);
    const seen = await page.evaluate(() => {
      const { left, right, top, bottom } = document.activeElement.getBoundingClientRect();
      return right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
    });
    assert.ok(seen, `${name} is off the screen`);
  }
  assert.deepEqual(visited, Array.from({ length: count }, (_, index) => index));
});

scene("the first stop skips to the network", {}, async (page) => {
  await press(page, "Tab", "Enter");
  assert.equal(await focused(page), "network-diagram");
});

scene("arrow keys walk through the network, Enter edits, Escape lets go", {}, async (page) => {
  await press(page, "Tab", "Enter");
  const walk = async (key, name) => {
    await page.keyboard.press(key);
    await until(() => selected(page), (now) => now.startsWith(name), `${name} after ${key}`);
    await until(() => said(page), (now) => now.startsWith(name), `${name} said`);
  };
  await walk("ArrowRight", neuron(1, 1));
  await walk("ArrowDown", neuron(1, 2));
  await walk("ArrowRight", neuron(2, 2));
  await walk("ArrowUp", neuron(2, 1));
  await walk("ArrowLeft", neuron(1, 1));
  await walk("Shift+ArrowDown", weight("x₁", 1, 1));
  await walk("Shift+ArrowDown", weight("x₂", 1, 1));
  await walk("Shift+ArrowDown", bias(1, 1));
  await walk("Shift+ArrowUp", weight("x₂", 1, 1));
  await drawn(page);
  assert.equal(await epoch(page), 0, "an arrow in the network is no step");

  const before = await save(page);
  await page.locator("#network-diagram").focus();
  await walk("ArrowUp", neuron(1, 1));
  await walk("Shift+ArrowDown", weight("x₁", 1, 1));
  await page.keyboard.press("Enter");
  await typeValue(page, "-0.75");
  assert.equal(await focused(page), "network-diagram");
  await until(() => selected(page), (now) => now === `${weight("x₁", 1, 1)}−0.75`, "the new value");
  assert.equal((await save(page)).network.layers[0].weights[0][0], -0.75);

  await page.locator("#network-diagram").focus();
  await press(page, "Control+z");
  await until(async () => parameters(await save(page)).join(), (now) => now === parameters(before).join(), "the old weights");

  await page.locator("#network-diagram").focus();
  await walk("ArrowRight", neuron(1, 1));
  await press(page, "Escape");
  await until(() => selected(page), (now) => now === words.en.network.label || now === "", "nothing selected");
});

scene("the output and its bias are in reach of the arrow keys", {}, async (page) => {
  await press(page, "Tab", "Enter", "ArrowRight", "ArrowRight", "ArrowRight");
  await until(() => selected(page), (now) => now.startsWith(part.output), "the output");
  await press(page, "Shift+ArrowUp", "Enter");
  await typeValue(page, "0.25");
  await until(() => selected(page), (now) => now === `${bias(1, 3)}0.25`, "the new value");
});

scene("keys of the whole page", {}, async (page) => {
  await press(page, "Space");
  await button(page, toolbar.pause).waitFor();
  await until(() => epoch(page), (now) => now > 3, "epochs");
  await press(page, "Space");
  await button(page, toolbar.play).waitFor();

  await press(page, "r");
  await until(() => epoch(page), (now) => now === 0, "epoch 0");
  const first = parameters(await save(page));
  await press(page, "Escape", "ArrowRight");
  await until(() => epoch(page), (now) => now === 1, "one step");
  await press(page, "R".toLowerCase());
  await until(() => epoch(page), (now) => now === 0, "epoch 0");
  await until(async () => parameters(await save(page)), (now) => isDeepStrictEqual(now, first), "the first weights");

  await press(page, "Shift+R");
  await until(() => link(page), (now) => now.includes("weightDraw=1"), "another draw");
  const seed = (text) => /seed=([^&]*)/.exec(text)[1];
  const before = seed(await link(page));
  await press(page, "d");
  await until(() => link(page), (now) => seed(now) !== before, "another seed");

  await press(page, "Control+z");
  await until(() => link(page), (now) => seed(now) === before, "the seed before");
  await press(page, "Control+Shift+Z");
  await until(() => link(page), (now) => seed(now) !== before, "the other seed");
  await press(page, "Control+z", "Control+y");
  await until(() => link(page), (now) => seed(now) !== before, "the other seed again");
});

scene("L says the losses", {}, async (page) => {
  await step(page);
  await press(page, "l");
  const sentence = await until(() => said(page), (now) => now.startsWith("Epoch"), "a sentence");
  const test = await page.locator("#test-loss").textContent();
  const train = await page.locator("#train-loss").textContent();
  for (const fact of ["Epoch 1", test, train, "%"]) assert.ok(sentence.includes(fact), `${fact} in ${sentence}`);
});

scene("? lists every key, Escape puts the list away", {}, async (page) => {
  await press(page, "?");
  const list = page.locator("#help .card");
  await list.getByRole("heading", { name: shortcut.title, exact: true }).waitFor();
  for (const name of ["play", "step", "reset", "new_weights", "new_data", "undo", "redo", "announce", "help"]) {
    assert.ok(await list.getByText(shortcut[name], { exact: true }).isVisible(), name);
  }
  await press(page, "Escape");
  await list.waitFor({ state: "hidden" });
});

scene("keys of the browser and of a field are left alone", {}, async (page) => {
  const start = await link(page);
  const [noise] = await page.locator("label.slider", { hasText: data.noise }).locator("input").all();
  await noise.focus();
  await press(page, "ArrowRight");
  await until(() => link(page), (now) => now.includes("noise=5&"), "more noise");
  assert.equal(await epoch(page), 0);
  await menu(page, toolbar.activation).focus();
  await press(page, "r");
  await until(() => link(page), (now) => now.includes("activation=relu&"), "ReLU, by its first letter");
  await page.locator("summary", { hasText: header.share }).focus();
  await press(page, "Space");
  const field = page.locator("details[open] input[type=text]");
  await field.focus();
  const before = await link(page);
  await press(page, "d", "r", "l", "Space", "ArrowRight");
  await drawn(page);
  assert.equal(await link(page), before);
  assert.equal(await epoch(page), 0);
  assert.ok(await button(page, toolbar.play).isVisible(), "nothing plays");
  await press(page, "Escape");
  await field.waitFor({ state: "hidden" });
  assert.equal(await focused(page), header.share, "the menu's own button has the keyboard again");
  assert.notEqual(before, start);
  // The engine answers in order: had it been asked for a step before, this would not be the first.
  await step(page);
  await drawn(page);
  assert.equal(await epoch(page), 1);
});

scene("every kind of control obeys its keys", {}, async (page) => {
  const expect = (part) => until(() => link(page), (now) => now.includes(part), part);
  await tabTo(page, () => document.activeElement.name === "speed", "speed");
  await press(page, "ArrowRight");
  assert.ok(await page.locator("input[name=speed][value='5']").isChecked());

  await tabTo(page, () => document.activeElement.name === "dataset", "the datasets");
  await press(page, "ArrowRight");
  await expect("dataset=xor&");

  await tabTo(page, () => document.activeElement.getAttribute("aria-label") === "x₁²", "a feature");
  await press(page, "Space");
  await expect("xSquared=true&");
  await press(page, "Enter");
  await expect("xSquared=false&");

  await tabTo(page, () => document.activeElement.type === "checkbox" && document.activeElement.closest(".checks"), "test data");
  await press(page, "Space");
  await expect("showTestData=true&");
});

scene("a button that has come to its end keeps the keyboard, and does no more", { hash: "#networkShape=2" }, async (page) => {
  const { network } = words.en;
  const shape = async () => /networkShape=([^&]*)/.exec(await link(page))[1];
  /** Presses Enter on a button until it says that it is at its end, and once more. */
  const exhaust = async (name) => {
    const label = name.replace("{{ layer }}", "1");
    const one = button(page, label);
    await one.focus();
    while (await one.isEnabled()) {
      const before = await shape();
      await press(page, "Enter");
      await until(shape, (now) => now !== before, `another shape than ${before}`);
      assert.equal(await focused(page), label);
      assert.ok(await page.evaluate(outlined), `no outline on ${label}`);
    }
    const end = await shape();
    await press(page, "Enter");
    assert.equal(await shape(), end);
    assert.equal(await focused(page), label);
    return end;
  };
  assert.equal(await exhaust(network.remove_neuron), "1");
  assert.match(await exhaust(network.add_layer), /^1(,2){7,}$/);
  assert.equal(await exhaust(network.remove_layer), "");
  await button(page, header.undo).focus();
  while (await button(page, header.undo).isEnabled()) await press(page, "Enter");
  assert.equal(await focused(page), header.undo);
});
