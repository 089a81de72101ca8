// Firefox and the page in it, driven over WebDriver BiDi.
//
// `cargo xtask test firefox` gives: NABLA_URL, the served page's address with a final slash; NABLA_BROWSER, the installed
// Firefox's program; NABLA_COMMAND, the built command `nabla`.
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import puppeteer from "puppeteer-core";
import { until, words } from "../e2e/common.mjs";

export const setting = (name) => process.env[name] ?? assert.fail(`${name} is not set: run cargo xtask test firefox`);

const downloads = await mkdtemp(join(tmpdir(), "nabla-firefox-"));
let browser;
before(async () => {
  browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: setting("NABLA_BROWSER"),
    headless: true,
    extraPrefsFirefox: {
      "browser.download.dir": downloads,
      "browser.download.folderList": 2,
      // Scrollbars take room, as they do where they are not laid over the page.
      "widget.gtk.overlay-scrollbars.enabled": false,
      "widget.non-native-theme.scrollbar.size.override": 17,
    },
  });
});
after(async () => {
  await browser?.close();
  await rm(downloads, { recursive: true });
});

/** A test on a fresh page, open at `hash`; the page must get through it without a word in its console. */
export function scene(name, { hash = "", viewport = { width: 1366, height: 657 } }, act) {
  test(name, { timeout: 120_000 }, async (t) => {
    const context = await browser.createBrowserContext();
    t.after(() => context.close());
    const page = await context.newPage();
    await page.setViewport(viewport);
    const complaints = [];
    page.on("console", (message) => {
      if (["error", "warn"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(setting("NABLA_URL") + hash);
    await until(async () => Number(await text(page, "#test-loss")), (loss) => loss > 0, "a first loss");
    await act(page);
    assert.deepEqual(complaints, []);
  });
}

/** What an element says; nothing while it is not there. */
export const text = (page, selector) => page.evaluate((it) => document.querySelector(it)?.textContent ?? "", selector);
/** Whole epochs trained. */
export const epoch = async (page) => Number((await text(page, "#epoch")).replaceAll(",", ""));

/** Presses the button of this name. */
export const press = (page, name) => page.locator(`aria/${name}[role="button"]`).click();

/** The playground file that Save gives, as an object. */
export async function save(page) {
  await page.locator(`summary ::-p-text(${words.en.header.file})`).click();
  await press(page, words.en.header.save);
  const whole = (names) => names.length === 1 && !names[0].endsWith(".part");
  const [name] = await until(() => readdir(downloads), whole, "a saved file");
  const file = join(downloads, name);
  const saved = await until(() => readFile(file, "utf8"), (text) => text.trimEnd().endsWith("}"), "the whole file");
  await rm(file);
  return JSON.parse(saved);
}
