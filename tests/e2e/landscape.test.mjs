// The loss landscape: slices through the weights, the way on them, relief, and optimizers on textbook surfaces.
import assert from "node:assert/strict";
import { accessibilityProblems } from "./browser.mjs";
import { button, drawn, epoch, menu, pause, play, scene, sentence, speed, step, trainLoss, until, words } from "./playground.mjs";

const { landscape, tab, toolbar, surface } = words.en;

const open = (page) => page.getByRole("tab", { name: tab.landscape, exact: true }).click();
const choose = (page, name) => page.locator(".dock-side .segments label", { hasText: new RegExp(`^${name}$`) }).click();
const status = (page) => page.locator(".landscape [role=status]").textContent();
const surveyed = (page) => until(() => status(page), (words) => words === "", "a whole slice");
const number = (page, id) => page.locator(`#landscape-${id}`).textContent();
/** How many different colours the picture has: none when nothing is drawn. */
const colours = (page) =>
  page.locator(".landscape-canvas").evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
/** The picture as a text that differs when the picture does. */
const picture = (page) => page.locator(".landscape-canvas").evaluate((canvas) => canvas.toDataURL());

/** Which slice is chosen, in words. */
const chosen = (page) => page.locator(".dock-side label:has(input[name=landscape-kind]:checked)").textContent();

scene("a run without a path is seen in random directions, and their middle is the network", {}, async (page) => {
  await open(page);
  await surveyed(page);
  assert.equal(await chosen(page), landscape.random);
  assert.equal(await number(page, "reach"), "± 1.000");
  assert.equal(await number(page, "off"), "0.000");
  assert.ok(Math.abs(Number(await number(page, "loss")) - (await trainLoss(page))) < 0.0011);
  assert.ok((await colours(page)) > 50);
  const first = await picture(page);
  await button(page, landscape.others).click();
  await until(() => picture(page), (now) => now !== first, "another slice");
  await surveyed(page);
  await menu(page, landscape.reach).selectOption("× 2");
  await until(() => number(page, "reach"), (reach) => reach === "± 2.000", "a wider slice");
});

scene("the present moves on the slice while it plays, and the slice stays", {}, async (page) => {
  await open(page);
  await surveyed(page);
  await play(page);
  await until(() => number(page, "off"), (off) => Number(off) > 0.1, "weights that leave the plane");
  assert.equal(await status(page), "");
  await pause(page);
  await button(page, landscape.again).click();
  await until(() => number(page, "off"), (off) => off === "0.000", "a slice through the present");
});

scene("the path's slice explains most of the run, with three variants in its place", { hash: "#learningRate=0.1" }, async (page) => {
  await open(page);
  await choose(page, landscape.principal);
  await until(() => status(page), (words) => words === landscape.no_path, "a run that has not moved");
  await open(page);
  await speed(page, "1");
  await play(page);
  await until(() => trainLoss(page), (loss) => loss < 0.2, "a run that has moved", 60_000);
  await pause(page);
  // Opened now, the view is of the run's path.
  await open(page);
  await surveyed(page);
  assert.equal(await chosen(page), landscape.principal);
  const shares = (await number(page, "explained")).split("+").map(parseFloat);
  assert.ok(shares[0] > shares[1] && shares[0] + shares[1] > 60, String(shares));
  await page.getByLabel(landscape.variants, { exact: true }).check();
  // The run is one of the three, and not drawn beside them. 250 points, 80 epochs: 80, 20 000 and 2000 updates.
  const paths = page.locator(".paths li");
  await until(() => paths.count(), (count) => count === 3, "three paths");
  const named = [landscape.batch, landscape.stochastic, landscape.minibatch];
  for (const [index, updates] of [80, 20000, 2000].entries()) {
    const words = await paths.nth(index).textContent();
    assert.match(words, sentence(named[index]));
    assert.ok(words.endsWith(landscape.updates.replace("{{ count }}", updates)), words);
  }
  const over = landscape.variants_epochs.replaceAll("{{ count }}", "80");
  await until(() => status(page), (words) => words === over, "a whole slice");
});

scene("the weight selected in the diagram becomes a direction", {}, async (page) => {
  await open(page);
  await choose(page, landscape.weights);
  await surveyed(page);
  const take = button(page, landscape.take_second);
  assert.ok(await take.isDisabled());
  await page.locator("#network-diagram").focus();
  for (const key of ["ArrowRight", "Shift+ArrowDown"]) await page.keyboard.press(key);
  const before = await page.locator(".direction p").nth(1).textContent();
  await take.click();
  await until(() => page.locator(".direction p").nth(1).textContent(), (now) => now !== before, "another direction");
  await surveyed(page);
  // Its axis has the weight's own value in the middle: the present lies on the plane until training moves the others.
  assert.equal(await number(page, "off"), "0.000");
  await step(page);
  await until(() => number(page, "off"), (off) => off !== "0.000", "other weights that move");
});

scene("the relief is turned by keys and by hand", { reducedMotion: "reduce" }, async (page) => {
  await open(page);
  await surveyed(page);
  const flat = await picture(page);
  await choose(page, landscape.solid);
  await until(() => picture(page), (now) => now !== flat, "a relief");
  await page.getByText(landscape.drag, { exact: true }).waitFor();
  const canvas = page.getByLabel(landscape.label_solid, { exact: true });
  const before = await picture(page);
  await canvas.focus();
  await page.keyboard.press("ArrowRight");
  await until(() => picture(page), (now) => now !== before, "a turned relief");
  const turned = await picture(page);
  await canvas.hover();
  await page.mouse.down();
  await page.mouse.move(700, 500, { steps: 4 });
  await page.mouse.up();
  await until(() => picture(page), (now) => now !== turned, "a relief turned by hand");
  // Arrow keys on the picture are the picture's: nothing has trained.
  await drawn(page);
  assert.equal(await epoch(page), 0);
  await step(page);
  assert.equal(await epoch(page), 1);
});

scene("optimizers race over a textbook surface from a start of one's own", {}, async (page) => {
  await open(page);
  await choose(page, landscape.textbook);
  await menu(page, landscape.surface).selectOption(surface.wells);
  await until(() => page.locator(".dock-side").textContent(), (text) => text.includes("(x² − 1)²"), "its formula");
  // The introduction is of surfaces, not of weights.
  assert.equal(await page.locator(".dock-side h2").textContent(), landscape.title_textbook);
  assert.doesNotMatch(await page.locator(".dock-side").innerText(), /weights|θ/);
  const paths = page.locator(".paths li");
  assert.equal(await paths.count(), 3);
  await page.getByLabel("RMSProp", { exact: true }).check();
  assert.equal(await paths.count(), 4);
  // Four can be told apart; a fifth has to wait.
  assert.ok(await page.getByLabel("Nadam", { exact: true }).isDisabled());
  await page.getByLabel("RMSProp", { exact: true }).uncheck();
  const reached = async () =>
    (await page.locator(".paths output").allTextContents()).map((text) => Number(text.split(" · ")[0].slice(4).replace("−", "-")));
  const before = await reached();
  assert.ok(before.every((value) => value === before[0]), String(before));
  await page.locator(".dock-side").getByRole("button", { name: toolbar.step, exact: true }).click();
  await until(reached, (now) => now.every((value, k) => value < before[k]), "a step down");
  await button(page, landscape.play).click();
  // Plain descent stays in the local minimum on the right, at 0.604; momentum and Adam roll over the ridge, to 0.005.
  await until(reached, ([sgd, ...others]) => Math.abs(sgd - 0.604) < 0.001 && others.every((value) => value < 0.006), "both minima");
  const arrived = sentence(landscape.arrived);
  await until(() => page.locator(".paths output").allTextContents(), (texts) => texts.every((text) => arrived.test(text.split(" · ")[1])), "three arrivals");
  await button(page, landscape.back).click();
  await until(reached, (now) => now.every((value) => value === before[0]), "everyone at the start");
  await page.getByLabel(landscape.label_textbook, { exact: true }).focus();
  await page.keyboard.press("ArrowLeft");
  await until(reached, (now) => now[0] < before[0], "a start further down");
});

scene("each optimizer has a rate of its own, and one for all is a choice", {}, async (page) => {
  await open(page);
  await choose(page, landscape.textbook);
  const rates = async () => (await page.locator(".paths li").allTextContents()).map((text) => Number(/η ([\d.]+)/.exec(text)[1]));
  const own = await rates();
  assert.equal(new Set(own).size, 3);
  await button(page, landscape.play).click();
  // On the ravine, by the closed form: plain descent arrives after 250 steps; momentum is sooner.
  const steps = async () => (await page.locator(".paths output").allTextContents()).map((text) => Number(/(\d+) steps$/.exec(text)?.[1]));
  await until(steps, ([sgd, momentum, adam]) => sgd === 250 && momentum < 125 && adam < 125, "three arrivals");
  await page.getByLabel(landscape.one_rate, { exact: true }).check();
  await until(rates, (now) => new Set(now).size === 1, "one rate");
  await page.locator(".dock-side input[type=number]").fill("0.017");
  await page.keyboard.press("Enter");
  await until(rates, (now) => now.every((rate) => rate === 0.017), "a rate by hand");
  // Above 2/120 plain descent diverges on the ravine.
  await button(page, landscape.play).click();
  await until(() => page.locator(".paths output").first().textContent(), (text) => text === landscape.lost, "a divergence");
  await page.getByLabel(landscape.one_rate, { exact: true }).uncheck();
  await until(rates, (now) => now.join() === own.join(), "rates of their own again");
});

scene("a sample in the key is dashed as its path is", {}, async (page) => {
  await open(page);
  await choose(page, landscape.textbook);
  // Runs of ink along the middle of each sample, in CSS pixels: one line, dashes of 7 and dots of 2.
  const runs = () =>
    page.locator(".paths .line-sample").evaluateAll((samples) =>
      samples.map((canvas) => {
        const middle = canvas.getContext("2d").getImageData(0, canvas.height >> 1, canvas.width, 1).data;
        const ink = [...middle].filter((_, byte) => byte % 4 === 3).map((alpha) => (alpha > 127 ? "x" : " ")).join("");
        return ink.trim().split(/ +/).map((run) => (run.length * 32) / canvas.width);
      }),
    );
  const [sgd, momentum, adam] = await runs();
  assert.deepEqual(sgd, [32]);
  assert.ok(momentum.length === 4 && Math.abs(momentum[0] - 7) <= 1, String(momentum));
  assert.ok(adam.length >= 6 && Math.abs(adam[0] - 2) <= 1, String(adam));
});

scene("a finger's tap shows the height it touches", { hasTouch: true }, async (page) => {
  await open(page);
  await choose(page, landscape.textbook);
  const tip = page.locator(".landscape-map .tip");
  assert.ok(await tip.isHidden());
  await page.locator(".landscape-canvas").tap({ position: { x: 150, y: 150 } });
  await tip.waitFor();
  assert.match(await tip.textContent(), sentence(landscape.at));
  await page.locator(".dock-side h2").tap();
  await until(() => tip.isHidden(), (hidden) => hidden, "no tip");
});

scene("a closed view asks for nothing", {}, async (page) => {
  await open(page);
  await surveyed(page);
  await page.getByRole("tab", { name: words.en.network.title, exact: true }).click();
  assert.equal(await page.locator(".landscape").count(), 0);
  await step(page);
});

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
    scene(`no barrier in the landscape, ${colorScheme}, ${viewport.width} wide`, { colorScheme, viewport }, async (page) => {
      await open(page);
      await surveyed(page);
      assert.deepEqual(await accessibilityProblems(page), []);
      await choose(page, landscape.textbook);
      assert.deepEqual(await accessibilityProblems(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    });
  }
}
