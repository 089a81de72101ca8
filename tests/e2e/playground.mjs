// The page as its tests handle it: what it shows, read; what it offers, pressed. Words come from the page's own tables.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { open } from "./browser.mjs";
import { until, words } from "./common.mjs";

export { parameters, until, words } from "./common.mjs";

/** A test on a fresh page, open at `hash`; the page must get through it without a word in its console. */
export function scene(name, { hash = "", ...options }, act) {
  test(name, { timeout: 180_000 }, async (t) => {
    const { page, complaints } = await open(t, hash, options);
    await ready(page);
    await act(page, t, complaints);
    assert.deepEqual(complaints, []);
  });
}

/** Waits until the engine's first picture has come. */
export async function ready(page) {
  await until(() => testLoss(page), (loss) => loss > 0, "a first loss");
}

/** Waits until the page has drawn itself twice: what an event has set off has had its chance. */
export const drawn = (page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** Waits until what shows notices has been fetched: a card of the same file is opened, filled, and closed. */
export async function lateCode(page) {
  await page.locator("summary", { hasText: words.en.header.share }).click();
  await button(page, words.en.share.copy).waitFor();
  await page.keyboard.press("Escape");
  await drawn(page);
}

/** Fails if a notice is shown, once it could be. */
export async function quiet(page) {
  await lateCode(page);
  assert.deepEqual(await notices(page), []);
}

const text = (page, selector) => page.locator(selector).textContent();

/** Whole epochs trained. */
export const epoch = async (page) => Number((await text(page, "#epoch")).replaceAll(",", ""));
/** The minibatches of the epoch under way, as "+ 3/25", or "". */
export const batch = (page) => text(page, ".epoch .batch");
export const testLoss = async (page) => Number(await text(page, "#test-loss"));
export const trainLoss = async (page) => Number(await text(page, "#train-loss"));
/** The sentences in the bar of notices. */
export const notices = (page) => page.locator(".notice p").allTextContents();
/** The address's link. */
export const link = (page) => page.evaluate(() => location.hash.slice(1));
/** What the live region says. */
export const said = (page) => text(page, "p[role=status][aria-live]");

/** A button by its English name. */
export const button = (page, name) => page.getByRole("button", { name, exact: true });
/** A menu of the toolbar by its English label. */
export const menu = (page, label) => page.getByRole("combobox", { name: label, exact: true });

export const play = (page) => button(page, words.en.toolbar.play).click();
export const pause = (page) => button(page, words.en.toolbar.pause).click();
export const speed = (page, key) => page.locator(`input[name=speed][value=${JSON.stringify(key)}]`).check();

/** Presses Step and waits for the picture after it. */
export async function step(page) {
  const before = [await epoch(page), await batch(page)].join();
  await button(page, words.en.toolbar.step).click();
  await until(async () => [await epoch(page), await batch(page)].join(), (now) => now !== before, "a step");
}

/** The playground file that Save gives, as an object: settings, points, every weight. */
export async function save(page) {
  const download = page.waitForEvent("download");
  await page.locator("summary", { hasText: words.en.header.file }).click();
  await button(page, words.en.header.save).click();
  return JSON.parse(await readFile(await (await download).path(), "utf8"));
}

/** Chooses a file of this text with Open. */
export async function openFile(page, text) {
  await page.locator("summary", { hasText: words.en.header.file }).click();
  await page.locator("input[type=file]").setInputFiles({
    name: "playground.json",
    mimeType: "application/json",
    buffer: Buffer.from(text),
  });
}

/** A sentence of the table as a pattern: anything may stand in its places. */
export function sentence(template) {
  const parts = template.split(/\{\{.*?\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(parts.join("[^]*"));
}

/** Fails if a link or a file has opened a dialog or put an element of its own on the page. */
export async function guard(page) {
  const dialogs = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    dialog.dismiss();
  });
  return async () => {
    assert.deepEqual(dialogs, []);
    assert.equal(await page.locator("img[onerror], #app img, #app script, #app iframe").count(), 0);
  };
}
