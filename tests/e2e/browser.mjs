// The browser and the page for the tests in this directory.
//
// `cargo xtask test e2e` gives: NABLA_URL, the served page's address with a final slash; NABLA_BROWSER, the installed
// Chrome's or Chromium's program; NABLA_NO_SANDBOX, not empty where the browser cannot use its sandbox (as root).
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

const setting = (name) => process.env[name] ?? assert.fail(`${name} is not set: run cargo xtask test e2e`);

/** The page's address, ending in "/". */
export const url = setting("NABLA_URL");

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: setting("NABLA_BROWSER"),
    chromiumSandbox: !process.env.NABLA_NO_SANDBOX,
  });
});
after(() => browser?.close());

/**
 * A fresh profile with one empty page; `options` are Playwright's (viewport, locale, colorScheme, reducedMotion …).
 * What the page complains about in its console, refusals of the content policy included, is collected in `complaints`.
 * Under the strict policy, give `page.waitForFunction` a function, never a string.
 */
export async function newPage(t, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-US", ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return { page, complaints };
}

/** The page, open at a link's hash ("" or "#key=value&…"), once the program has replaced the static outline. */
export async function open(t, hash = "", options = {}) {
  const { page, complaints } = await newPage(t, options);
  await page.goto(url + hash);
  await started(page);
  return { page, complaints };
}

/** Waits until the program runs in a page or frame: the outline is gone and something else is there. */
export function started(frame) {
  return frame.waitForFunction(() => {
    const app = document.getElementById("app");
    return app?.childElementCount > 0 && !app.querySelector(".boot, .boot-message");
  });
}

/** The page inside `<iframe sandbox="…">` on another page of the same host; the frame's handle. */
export async function openSandboxed(t, allow = "allow-scripts", hash = "") {
  const { page, complaints } = await newPage(t);
  const host = new URL("sandbox-host", url).href;
  const frame = `<iframe sandbox="${allow}" src="${url}${hash}" width="1280" height="800" style="border: 0"></iframe>`;
  await page.route(host, (route) => route.fulfill({ contentType: "text/html", body: frame }));
  await page.goto(host);
  const child = await (await page.waitForSelector("iframe")).contentFrame();
  return { page, frame: child, complaints };
}

/**
 * What axe-core finds wrong with the page, or with a part of it, as "rule: elements" lines; an empty list is a pass. What
 * a card lies over is too small a target for as long as it does: with one open, only the card is of interest.
 */
export async function accessibilityProblems(page, part = "html") {
  // Evaluated through the debugger, which the page's policy does not bind; a script element would be refused.
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  // WCAG 2.2's target size is off unless asked for.
  const { violations } = await page.evaluate((part) =>
    globalThis.axe.run(part, { rules: { "target-size": { enabled: true } } }), part);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}
