// A page opened by double-click says how it wants to be opened.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { newPage, url } from "./browser.mjs";

test("a page opened as a file says to open it through a server", { timeout: 60_000 }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "nabla-"));
  t.after(() => rm(folder, { recursive: true }));
  const page = await (await fetch(url)).text();
  const names = ["boot.js", ...[...page.matchAll(/(?:href|data-glue|data-wasm)="\.\/([\w.-]+)"/g)].map(([, name]) => name)];
  await writeFile(join(folder, "index.html"), page);
  for (const name of names) {
    await writeFile(join(folder, name), Buffer.from(await (await fetch(new URL(name, url))).arrayBuffer()));
  }
  const { page: tab } = await newPage(t);
  await tab.goto(pathToFileURL(join(folder, "index.html")).href);
  const message = tab.locator(".boot-message");
  await message.waitFor();
  assert.match(await message.textContent(), /opened as a file.*through a server/);
});
