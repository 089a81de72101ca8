// The workbench: who changes something sees what it does. Play, the losses and the map are never off screen.
import assert from "node:assert/strict";
import { drawn, epoch, play, pause, scene, step, testLoss, until, words } from "./playground.mjs";
import { toolbarIsOneRow } from "./tidy.mjs";

const { tab, network, output, dock, toolbar } = words.en;
const box = (page, selector) => page.locator(selector).first().boundingBox();

/** How far what must be seen reaches out of the window: the names and edges of all that does. */
async function outside(page, selectors) {
  const { width, height } = page.viewportSize();
  const found = [];
  for (const selector of selectors) {
    const { x, y, width: wide, height: high } = await box(page, selector) ?? assert.fail(`${selector} is not there`);
    if (x < -0.5 || y < -0.5 || x + wide > width + 0.5 || y + high > height + 0.5) {
      found.push(`${selector}: ${Math.round(x)}, ${Math.round(y)} to ${Math.round(x + wide)}, ${Math.round(y + high)}`);
    }
  }
  return found;
}

const scrolls = (page) => page.evaluate(() => document.documentElement.scrollHeight - innerHeight);

for (const [width, height] of [[900, 600], [1000, 600], [1024, 768], [1280, 800], [1366, 657], [1920, 700], [1920, 1080]]) {
  for (const locale of ["en-US", "ko-KR"]) {
    scene(`at ${width} × ${height} in ${locale} Play, losses and map stay beside every view`, {
      locale, viewport: { width, height },
    }, async (page) => {
      const always = [".header", ".round.play", "#epoch", ".settings", "#test-loss", "#train-loss", ".map", ".tabs"];
      assert.deepEqual(await outside(page, [...always, ".legend", ".network-scroll", ".callout"]), []);
      assert.equal(await scrolls(page), 0);
      assert.ok(width < 1280 || await toolbarIsOneRow(page), "the toolbar is one row");
      for (const it of await page.locator(".tabs [role=tab]:visible").all()) {
        await it.click();
        if (await it.getAttribute("id") !== "tab-network") await page.locator(".dock-frame").waitFor();
        await drawn(page);
        const name = await it.textContent();
        assert.deepEqual(await outside(page, always), [], name);
        assert.equal(await scrolls(page), 0, name);
        const shown = await page.locator("#network, .dock-view").evaluateAll((all) =>
          all.map((it) => it.checkVisibility() && it.getBoundingClientRect().height));
        assert.ok(shown.some((high) => high > 150), `${name}: ${shown}`);
        assert.ok(height < 740 && width < 1600 || await it.getAttribute("id") === "tab-network" || shown.every((high) => high > 150),
          `${name} stands beside the network: ${shown}`);
      }
    });
  }
}

scene("the divider is dragged, moved by keys, and stays where it was put", { hash: "#view=layers" }, async (page) => {
  const divider = page.getByRole("separator", { name: dock.divider });
  const high = async (selector) => (await box(page, selector)).height;
  const [before, { x, y, width, height }] = [await high("#network"), await divider.boundingBox()];
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + height / 2 + 80, { steps: 4 });
  await page.mouse.up();
  const lower = await until(() => high("#network"), (now) => Math.abs(now - before - 80) < 6, `${before} and 80 px`);
  await divider.focus();
  await page.keyboard.press("ArrowUp");
  const kept = await until(() => high("#network"), (now) => now < lower - 10, "less after a key");
  await page.reload();
  await until(() => high("#network"), (now) => Math.abs(now - kept) < 2, `${kept} after a reload`);
});

scene("the network grows with the room it gets", { viewport: { width: 1920, height: 1080 } }, async (page) => {
  const tile = async () => (await box(page, ".feature")).width;
  await until(tile, (side) => side > 60, "large tiles");
  const { width, height } = await box(page, "#network-diagram canvas");
  const room = await box(page, ".network-scroll");
  assert.ok(width > 0.95 * room.width && height > 0.75 * room.height, `${width} × ${height} of ${room.width} × ${room.height}`);
  await page.setViewportSize({ width: 1366, height: 657 });
  await until(tile, (side) => side < 50, "smaller tiles");
  await until(() => outside(page, ["#network-diagram canvas"]), (found) => found.length === 0, "the whole network");
});

scene("every drawer has a word, every dataset a name", {}, async (page) => {
  for (const summary of await page.locator("summary:visible").all()) {
    assert.match(await summary.evaluate((it) => it.innerText.trim()), /\p{L}{2}/u);
  }
  const name = () => page.locator(".dataset-name").textContent();
  assert.equal(await name(), words.en.dataset.circle);
  await page.locator(".dataset").nth(1).hover();
  await until(name, (now) => now === words.en.dataset.xor, "the name under the pointer");
  await page.mouse.move(1, 1);
  await until(name, (now) => now === words.en.dataset.circle, "the name of the one in use");
});

scene("help says what the page is about, and every key", {}, async (page) => {
  await page.locator("#help > summary").click();
  for (const text of [words.en.about.what, words.en.about.colours, words.en.shortcut.title]) {
    await page.getByRole("heading", { name: text, exact: true }).waitFor();
  }
});

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

scene("on a phone map and losses stay on top while one reaches for the rest", phone, async (page) => {
  const strip = [".round.play", "#test-loss", "#train-loss", ".map", ".output .chart"];
  const section = async (id, seen) => {
    await page.locator(`#${id}`).tap();
    await page.locator(seen).first().waitFor();
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await drawn(page);
    assert.deepEqual(await outside(page, strip), [], id);
    assert.ok((await box(page, ".map")).y < 120, id);
  };
  await section("tab-controls", ".datasets");
  await section("tab-chain", ".chain-picture");
  await section("tab-network", "#network-diagram");
  await page.locator("#tab-output").tap();
  await until(async () => (await box(page, ".map")).width, (width) => width > 300, "the large map");
  assert.ok(await page.locator(".legend").isVisible());
});

scene("on a phone a neuron that is tapped is seen on the map", phone, async (page) => {
  const map = async () => (await page.locator(".map").screenshot()).toString("base64");
  const before = await map();
  const column = await box(page, ".stepper");
  const tile = await box(page, ".feature");
  await page.touchscreen.tap(column.x + column.width / 2, tile.y + tile.height / 2);
  await until(map, (now) => now !== before, "the neuron's map");
  assert.deepEqual(await outside(page, [".map"]), []);
});

scene("a finger that scrolls over the curve does not rewind the run, one that drags along it does", phone, async (page) => {
  for (let count = 0; count < 6; count++) await step(page);
  const { x, y, width, height } = await box(page, ".output .chart");
  const session = await page.context().newCDPSession(page);
  const touch = (type, points) => session.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  const stroke = async (from, to) => {
    await touch("touchStart", [{ x: from[0], y: from[1] }]);
    for (let part = 1; part <= 6; part++) {
      await touch("touchMove", [{ x: from[0] + (to[0] - from[0]) * part / 6, y: from[1] + (to[1] - from[1]) * part / 6 }]);
    }
    await touch("touchEnd", []);
    await drawn(page);
  };
  const middle = [x + width / 2, y + height / 2];
  await stroke(middle, [middle[0] + 4, middle[1] + 200]);
  await stroke(middle, [middle[0] - 4, middle[1] - 200]);
  assert.equal(await epoch(page), 6);
  await stroke([x + width - 10, middle[1]], [middle[0], middle[1] + 3]);
  await until(() => epoch(page), (now) => now < 6 && now > 0, "a moment before");
});
