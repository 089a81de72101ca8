// Where things stand: nothing overflows, nothing overlaps, fingers hit what they aim at.
import assert from "node:assert/strict";
import { batch, epoch, pause, play, scene, speed, until } from "./playground.mjs";
import { cutMenus, overflow, tidy } from "./tidy.mjs";

const sizes = [{ width: 390, height: 844 }, { width: 900, height: 900 }, { width: 1280, height: 800 }, { width: 1920, height: 1080 }];

/** The buttons of the menus that this width shows: some at every width. */
async function menus(page) {
  const shown = await page.locator("details.menu > summary:visible").all();
  assert.ok(shown.length >= 3, `${shown.length} menus`);
  return shown;
}

for (const locale of ["en-US", "ko-KR"]) {
  for (const viewport of sizes) {
    const options = { viewport, locale, ...viewport.width === 390 ? { hasTouch: true, isMobile: true } : {} };
    const title = `at ${viewport.width} px in ${locale}`;
    scene(`nothing overflows, overlaps or is cut ${title}`, options, async (page) => {
      await tidy(page, "at first");
      assert.deepEqual(await cutMenus(page), [], "cut options");
      await page.locator(".step select").selectOption({ index: 1 });
      await page.locator(".step button").click();
      await until(() => batch(page), (now) => now !== "", "a minibatch");
      await tidy(page, "within an epoch");
    });
    scene(`nor with notices and the largest network ${title}`, {
      ...options, hash: `#noise=99&nobody=1&networkShape=${Array(12).fill(256).join(",")}`,
    }, async (page) => {
      await tidy(page, "large");
      assert.ok(await page.locator(".network-scroll").evaluate((it) => it.scrollWidth >= it.clientWidth));
    });
    scene(`nor with a menu open ${title}`, options, async (page) => {
      for (const menu of await menus(page)) {
        await menu.click();
        const card = await page.locator("details[open] > .card").boundingBox();
        assert.ok(card.x >= 0 && card.x + card.width <= viewport.width, `a card from ${card.x} to ${card.x + card.width}`);
        assert.ok(card.y + card.height <= viewport.height, `a card down to ${card.y + card.height}`);
        assert.deepEqual((await overflow(page)).slice(0, 1), []);
        await page.keyboard.press("Escape");
      }
    });
  }
}

for (const viewport of sizes) {
  scene(`a minibatch of 250 moves nothing at ${viewport.width} px`, { viewport, hash: "#batchSize=1" }, async (page) => {
    const parts = () => page.locator(".transport, .transport > *, .speed, .settings").evaluateAll((all) =>
      all.map((it) => JSON.stringify(it.getBoundingClientRect())));
    await page.locator(".step select").selectOption({ index: 1 });
    const before = await parts();
    for (let batches = 1; batches <= 100; batches++) {
      await page.locator(".step button").click();
      await until(() => batch(page), (now) => now === `+ ${batches}/250`, `${batches} minibatches`);
    }
    assert.deepEqual(await parts(), before);
    const [label, count] = await Promise.all([".label", ".batch"].map((it) => page.locator(`.epoch ${it}`).boundingBox()));
    assert.ok(label.x + label.width <= count.x, `the label ends at ${label.x + label.width}, the count starts at ${count.x}`);
  });
}

for (const locale of ["en-US", "ko-KR"]) {
  scene(`1280 × 800 shows the whole playground in ${locale}`, { locale }, async (page) => {
    for (const check of await page.locator(".data .check, .data button, .checks .check").all()) {
      const { y, height } = await check.boundingBox();
      assert.ok(y + height <= 800, `${await check.textContent()} ends at ${y + height}`);
    }
  });
}

/** What a finger must hit that is less than 40 px high, or, where it has a shape of its own, wide. */
const small = (page) => page.evaluate(() => {
  const name = (it) => `${it.tagName}.${it.className} ${(it.getAttribute("aria-label") ?? it.textContent).trim().slice(0, 24)}`;
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((it) => it.checkVisibility());
  const size = (it) => it.getBoundingClientRect();
  const low = seen("button, summary, select, input[type=range], .check, .file, .segments label, .dataset, input[type=text]")
    .filter((it) => size(it).height < 39.5);
  const narrow = seen("button, summary, select, .segments label, .dataset").filter((it) => size(it).width < 39.5);
  return [...new Set([...low, ...narrow])].map((it) => `${name(it)}: ${Math.round(size(it).width)} × ${Math.round(size(it).height)}`);
});

scene("everything is large enough for a finger", {
  viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, hash: "#noise=99",
}, async (page) => {
  assert.deepEqual(await small(page), []);
  for (const menu of await menus(page)) {
    await menu.click();
    assert.deepEqual(await small(page), []);
    await page.keyboard.press("Escape");
  }
});

scene("turning the phone lays the page out anew", { viewport: { width: 844, height: 390 }, hasTouch: true, isMobile: true }, async (page) => {
  await tidy(page, "lying");
  await page.setViewportSize({ width: 390, height: 844 });
  await until(() => overflow(page), (now) => now.length === 0, "no overflow");
  await tidy(page, "upright");
});

// One training point and no hidden layer: a million epochs a second.
scene("a count of millions takes no more room than one of six digits", {
  hash: "#networkShape=&samples=10&percTrainData=10&batchSize=1", viewport: { width: 1900, height: 800 },
}, async (page) => {
  const height = () => page.locator(".toolbar").evaluate((it) => it.getBoundingClientRect().height);
  const [usual, room] = [await height(), await page.locator("#epoch").evaluate((it) => it.getBoundingClientRect().width)];
  // The narrowest window in which the toolbar is one line.
  let width = 1900;
  while (await height() === usual) await page.setViewportSize({ width: width -= 16, height: 800 });
  await page.setViewportSize({ width: width + 16, height: 800 });
  assert.equal(await height(), usual);
  await speed(page, "max");
  await play(page);
  await until(() => epoch(page), (now) => now >= 10_000_000, "ten million epochs", 90_000);
  assert.equal(await height(), usual, "the toolbar is one line");
  await pause(page);
  assert.match(await page.locator("#epoch").textContent(), /^\d{2,3}(,\d{3}){2}$/);
  assert.ok(await page.locator("#epoch").evaluate((it) => it.getBoundingClientRect().width) <= room + 1);
});
