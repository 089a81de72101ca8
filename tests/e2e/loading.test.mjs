// What a visit downloads: the first screen's files at once, what the views of the dock need when one is opened.
import assert from "node:assert/strict";
import { play, scene, testLoss, until, words } from "./playground.mjs";

/** The names of the files the page and its worker have asked for, as the server sees them. */
function requests(page) {
  const names = [];
  page.context().on("request", (request) => names.push(new URL(request.url()).pathname.split("/").at(-1)));
  return names;
}
const late = (names) => names.filter((name) => name.endsWith("_late.wasm"));

scene("the late part is fetched when a view is opened, not before", {}, async (page) => {
  const names = requests(page);
  await page.reload();
  await until(() => testLoss(page), (loss) => loss > 0, "a first loss");
  await play(page);
  await until(() => testLoss(page), (loss) => loss < 0.1, "a loss below 0.1");
  assert.ok(names.some((name) => name.endsWith("_bg.wasm")), names.join());
  assert.deepEqual(late(names), []);
  await page.getByRole("tab", { name: words.en.tab.layers }).click();
  await page.locator(".dock-frame canvas").first().waitFor();
  assert.ok(late(names).length > 0);
});

scene("a late part that does not come says so, and can be asked for again", {}, async (page, t, complaints) => {
  const { header, late, share } = words.en;
  await page.context().route("**/*_late.wasm", (route) => route.abort());
  await page.locator("summary", { hasText: header.share }).click();
  const card = page.locator("details[open] .card");
  await card.getByText(late.failed).waitFor();
  // What the browser says of a file that it could not fetch.
  complaints.length = 0;
  await page.context().unroute("**/*_late.wasm");
  await card.getByRole("button", { name: late.again }).click();
  await card.getByRole("button", { name: share.copy }).waitFor();
});
