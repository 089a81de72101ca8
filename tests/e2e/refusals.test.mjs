// What a browser, its owner or a frame may refuse is said in a plain sentence, with a way round.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { newPage, openSandboxed, started, url } from "./browser.mjs";
import { button, epoch, parameters, ready, scene, sentence, step, testLoss, until, words } from "./playground.mjs";

const { header, share, file } = words.en;

const openShare = async (page) => {
  await page.locator("summary", { hasText: header.share }).click();
  await button(page, share.copy).waitFor();
};

/** What the keyboard would copy. */
const selected = (page) => page.evaluate(() => {
  const it = document.activeElement;
  return it.value?.slice(it.selectionStart, it.selectionEnd);
});
const shareField = (page) => page.getByLabel(share.link);

/** The browser refuses every way to copy. */
const refuseCopying = () => {
  Object.defineProperty(navigator, "clipboard", {
    value: { writeText: () => Promise.reject(new DOMException("refused", "NotAllowedError")) },
  });
  Document.prototype.execCommand = () => false;
};

scene("a refused clipboard leaves the link selected and says which keys copy it", {}, async (page, t) => {
  await page.addInitScript(refuseCopying);
  await page.reload();
  await started(page);
  await ready(page);
  await openShare(page);
  await button(page, share.copy).click();
  await page.getByText(share.refused).waitFor();
  assert.equal(await button(page, share.copied).count(), 0);
  assert.equal(await selected(page), await shareField(page).inputValue());
});

scene("the old way of copying serves where the clipboard refuses", {}, async (page) => {
  await page.evaluate(() => {
    globalThis.copies = [];
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
    document.execCommand = (command) => {
      const it = document.activeElement;
      copies.push([command, it.value.slice(it.selectionStart, it.selectionEnd)]);
      return true;
    };
  });
  await openShare(page);
  await button(page, share.copy).click();
  await button(page, share.copied).waitFor();
  assert.deepEqual(await page.evaluate(() => copies), [["copy", await shareField(page).inputValue()]]);
  await button(page, share.copy).waitFor();
  assert.ok(await page.getByText(share.refused).isHidden());
});

scene("the button says Copied only once the promise is kept", {}, async (page) => {
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => new Promise((resolve) => { globalThis.keep = resolve; });
  });
  await openShare(page);
  await button(page, share.copy).click();
  await page.waitForFunction(() => globalThis.keep);
  assert.equal(await button(page, share.copied).count(), 0);
  await page.evaluate(() => keep());
  await button(page, share.copied).waitFor();
});

test("a file that a sandbox does not let through can be copied", { timeout: 120_000 }, async (t) => {
  const { frame } = await openSandboxed(t);
  await started(frame);
  await ready(frame);
  await frame.locator("summary", { hasText: header.file }).click();
  await button(frame, header.save).click();
  await frame.getByText(sentence(file.by_hand)).waitFor();
  const text = frame.getByLabel("nabla-playground.json");
  assert.ok(parameters(JSON.parse(await text.inputValue())).length > 0);
  await button(frame, file.copy).waitFor();
});

scene("a saved file is read late: the browser is asked from within the page, and its address stays good", {}, async (page) => {
  await page.evaluate(() => {
    globalThis.noted = [];
    HTMLAnchorElement.prototype.click = function () { noted.push(this.download, this.isConnected); };
    URL.revokeObjectURL = () => noted.push("revoked");
  });
  await page.locator("summary", { hasText: header.file }).click();
  await button(page, header.save).click();
  await until(() => page.evaluate(() => noted), (noted) => noted.length >= 2, "a download");
  assert.deepEqual(await page.evaluate(() => noted), ["nabla-playground.json", true]);
  assert.equal(await page.locator("a[download]").count(), 0);
  assert.ok(await page.getByText(sentence(file.by_hand)).isHidden());
});

scene("full screen is offered only where it is allowed", {}, async (page) => {
  await button(page, header.fullscreen).waitFor();
  await page.addInitScript(() => Object.defineProperty(Document.prototype, "fullscreenEnabled", { get: () => false }));
  await page.reload();
  await started(page);
  assert.equal(await button(page, header.fullscreen).count(), 0);
});

/** What the page says instead of starting. */
const message = async (page) => {
  const text = page.locator(".boot-message");
  await text.waitFor({ timeout: 30_000 });
  return text.textContent();
};

for (const [locale, off] of [["en-US", /WebAssembly is switched off here/], ["ko-KR", /WebAssembly가 꺼져/]]) {
  test(`WebAssembly that is switched off is called so, in ${locale}`, { timeout: 60_000 }, async (t) => {
    const { page } = await newPage(t, { locale });
    await page.addInitScript(() => { delete globalThis.WebAssembly; });
    await page.goto(url);
    assert.match(await message(page), off);
  });
}

test("a host whose policy forbids WebAssembly is named as the reason", { timeout: 60_000 }, async (t) => {
  const { page } = await newPage(t);
  await page.route(url, async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), "content-security-policy": "script-src 'self'" };
    await route.fulfill({ response, headers });
  });
  await page.goto(url);
  assert.match(await message(page), /WebAssembly is switched off here/);
});

test("a sandboxed frame of a host without CORS says what is missing", { timeout: 60_000 }, async (t) => {
  // The page's own server, without the header.
  const server = createServer(async (request, response) => {
    if (request.url === "/frame") {
      response.setHeader("content-type", "text/html");
      return response.end('<iframe sandbox="allow-scripts" src="/" width="800" height="600"></iframe>');
    }
    const answer = await fetch(new URL(request.url.slice(1), url));
    response.setHeader("content-type", answer.headers.get("content-type"));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const { page } = await newPage(t);
  await page.goto(`http://127.0.0.1:${server.address().port}/frame`);
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  assert.match(await message(frame), /sandboxed frame.*tab of its own.*Access-Control-Allow-Origin/);
});

test("over plain HTTP the page opens, trains and copies its link", { timeout: 120_000 }, async (t) => {
  const { page, complaints } = await newPage(t);
  const host = "http://nabla.test/";
  await page.context().route(`${host}**`, async (route) =>
    route.fulfill({ response: await route.fetch({ url: route.request().url().replace(host, url) }) }));
  await page.goto(host);
  await started(page);
  await ready(page);
  assert.equal(await page.evaluate(() => isSecureContext), false);
  await step(page);
  assert.equal(await epoch(page), 1);
  assert.ok((await testLoss(page)) > 0);
  await openShare(page);
  await button(page, share.copy).click();
  await button(page, share.copied).waitFor();
  assert.deepEqual(complaints, []);
});
