// The page in Firefox: it trains, shows, is edited and translated, as in the browser that the other tests use.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { parameters, until, words } from "../e2e/common.mjs";
import { cutMenus, tidy, toolbarIsOneRow } from "../e2e/tidy.mjs";
import { epoch, press, save, scene, setting, text } from "./browser.mjs";

const { toolbar, tab: tabs, part } = words.en;

const losses = async (page) => [await text(page, "#train-loss"), await text(page, "#test-loss")].map(Number);

scene("Play trains, Pause stops", {}, async (page) => {
  const first = await losses(page);
  await press(page, toolbar.play);
  await until(() => epoch(page), (now) => now >= 20, "20 epochs");
  await press(page, toolbar.pause);
  const paused = await epoch(page);
  const last = await losses(page);
  last.forEach((loss, index) => assert.ok(loss < first[index], `${loss} after ${first[index]}`));
  await press(page, toolbar.step);
  await until(() => epoch(page), (now) => now !== paused, "a step");
  assert.equal(await epoch(page), paused + 1, "nothing else has moved since");
});

/** What the dock's open view shows outside its side: a picture with more than one colour, or a text. */
const shown = (page) => page.evaluate(() => {
  const view = document.querySelector(".dock-view");
  const colours = (canvas) => {
    const { width, height } = canvas;
    return new Set(new Uint32Array(canvas.getContext("2d").getImageData(0, 0, width, height).data.buffer)).size;
  };
  const canvases = [...view.querySelectorAll("canvas")].filter((it) => it.checkVisibility());
  const beside = [...view.querySelectorAll(".dock-frame > :not(.dock-side)")].map((it) => it.textContent).join("");
  return {
    of: document.getElementById(view.getAttribute("aria-labelledby"))?.textContent,
    explained: view.querySelector(".dock-side")?.textContent.length > 40,
    pictured: canvases.length === 0 ? beside.trim() !== "" : canvases.some((it) => colours(it) > 1),
  };
});

scene("every view of the dock shows something", {}, async (page) => {
  await press(page, toolbar.step);
  await until(() => epoch(page), (now) => now === 1, "one epoch");
  for (const name of Object.values(tabs)) {
    await page.locator(`aria/${name}[role="tab"]`).click();
    await until(() => shown(page), (it) => it.of === name && it.explained && it.pictured, `something in “${name}”`);
    assert.deepEqual(await cutMenus(page), [], `cut menus in “${name}”`);
  }
});

scene("a weight is edited by keyboard", {}, async (page) => {
  const before = await save(page);
  await page.focus("#network-diagram");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.down("Shift");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.up("Shift");
  const [name] = part.weight.replace("{{ from }}", "x₁").replace("{{ to }}", 1).replace("{{ layer }}", 1).split("{{");
  const label = () => page.$eval("#network-diagram", (it) => it.getAttribute("aria-label"));
  await until(label, (now) => now.includes(name), name);
  await page.keyboard.press("Enter");
  await until(() => page.evaluate(() => document.activeElement.matches(".editor input")), Boolean, "the editor to take the keyboard");
  await page.keyboard.type("-0.75");
  await page.keyboard.press("Enter");
  await until(label, (now) => now.includes(`${name}−0.75`), "the new value");
  before.network.layers[0].weights[0][0] = -0.75;
  assert.deepEqual((await save(page)).network, before.network);
});

const language = async (page, code) => {
  await page.click("#language");
  await until(() => page.evaluate(() => document.documentElement.lang), (now) => now === code, code);
  await until(() => page.title(), (now) => now === words[code].title, "the title");
};

scene("the language changes, there and back", {}, async (page) => {
  const speed = () => text(page, ".speed legend");
  await language(page, "ko");
  assert.equal(await speed(), words.ko.toolbar.speed);
  await language(page, "en");
  assert.equal(await speed(), toolbar.speed);
});

const bits = (layers) => new Uint32Array(Float32Array.from(parameters({ network: { layers } })).buffer);

scene("50 epochs give the bits that they give on the host", {}, async (page) => {
  for (let epochs = 1; epochs <= 50; epochs++) {
    await page.keyboard.press("ArrowRight");
    await until(() => epoch(page), (now) => now === epochs, `epoch ${epochs}`);
  }
  const run = ["run", await page.evaluate(() => location.hash), "--epochs", "50", "--report", "json"];
  const native = JSON.parse(execFileSync(setting("NABLA_COMMAND"), run, { encoding: "utf8" }));
  assert.notDeepEqual(bits(native.final), bits(native.initial));
  assert.deepEqual(bits((await save(page)).network.layers), bits(native.final));
});

scene("no menu of a drawer is cut", { hash: "#optimizer=nesterov&problem=multiclass&dataset=blobs" }, async (page) => {
  for (const drawer of await page.$$(".drawer > summary")) {
    await drawer.click();
    await page.waitForSelector(".drawer[open] select");
    assert.deepEqual(await cutMenus(page), []);
    await page.keyboard.press("Escape");
  }
});

for (const viewport of [{ width: 1280, height: 720 }, { width: 1366, height: 657 }]) {
  scene(`at ${viewport.width} × ${viewport.height} the toolbar is one row and nothing is cut`, { viewport }, async (page) => {
    for (const code of ["en", "ko"]) {
      if (code !== "en") await language(page, code);
      assert.ok(await toolbarIsOneRow(page), `one row in ${code}`);
      assert.deepEqual(await cutMenus(page), [], `cut menus in ${code}`);
      await tidy(page, `in ${code}`);
    }
    await page.select(".step select", await page.$eval(".step select", (it) => it.options[1].value));
    await page.click(".step button");
    await until(() => text(page, ".epoch .batch"), (now) => now !== "", "a minibatch");
    assert.ok(await toolbarIsOneRow(page), "one row within an epoch");
    await tidy(page, "within an epoch");
  });
}
