// Two languages, equal: every word changes, and the choice is remembered.
import assert from "node:assert/strict";
import { started } from "./browser.mjs";
import { button, menu, notices, openFile, scene, until, words } from "./playground.mjs";

/** Every text and every spoken name on the page, open or closed, without what is meant to be in the other language. */
const texts = (page) => page.evaluate(() => {
  const found = [];
  const walker = document.createTreeWalker(document.getElementById("app"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: parent, data } = walker.currentNode;
    const own = parent.closest("[lang]") === document.documentElement;
    if (own && data.trim() && !parent.closest("kbd")) found.push(data.trim());
  }
  for (const element of document.querySelectorAll("#app *")) {
    if (element.closest("[lang]") !== document.documentElement) continue;
    for (const name of ["aria-label", "title", "aria-valuetext", "placeholder", "alt"]) {
      if (element.getAttribute(name)?.trim()) found.push(element.getAttribute(name).trim());
    }
  }
  return [...found, document.title];
}).then((found) => {
  assert.ok(found.length > 100, `${found.length} texts`);
  return found;
});

/** What holds Korean text: how it may break, and the words that are broken where they are drawn. */
const breaks = (page) => page.evaluate(() => {
  const rules = new Map();
  const broken = [];
  const walker = document.createTreeWalker(document.getElementById("app"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: parent, data } = walker.currentNode;
    if (!/[가-힣]/.test(data)) continue;
    const rule = getComputedStyle(parent).wordBreak;
    rules.set(rule, [...(rules.get(rule) ?? []), data]);
    for (const word of data.matchAll(/[가-힣]{2,}/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, word.index);
      range.setEnd(walker.currentNode, word.index + word[0].length);
      if (range.getClientRects().length > 1) broken.push(`${word[0]} in “${data}”`);
    }
  }
  return { rules: Object.fromEntries(rules), broken };
});

/** Names that are the same in every language. */
const names = /Nabla|TensorFlow Playground|playground\.tensorflow\.org|ReLU|Tanh|Sigmoid|Linear|L1|L2|Shift|Enter|Ctrl|ELU|SELU|Softplus|Swish|SiLU|GELU|Mish|Maxout|SGD|Momentum|Nesterov|AdaGrad|RMSProp|Adadelta|AdamW?|Nadam|BFGS|Xavier|LeCun|Leaky|PCA|MSE|Huber|hinge|XOR|sign|sin|cos|max|min|MB|JSON/gi;
const hangul = /[가-힣]/;

/** The words of one table that the other does not have, whole sentences without places for values. */
const ownWords = (table, other) => {
  const flat = (it) => Object.values(it).flatMap((value) => typeof value === "string" ? [value] : flat(value));
  const others = new Set(flat(other));
  return new Set(flat(table).filter((word) => !others.has(word) && !word.includes("{{")));
};

async function onlyKorean(page) {
  assert.equal(await page.locator("html").getAttribute("lang"), "ko");
  assert.equal(await page.title(), words.ko.title);
  const english = ownWords(words.en, words.ko);
  for (const text of await texts(page)) {
    assert.ok(!english.has(text), `English on the Korean page: ${text}`);
    const rest = text.replace(names, "").replace(/“.*?”/g, "");
    assert.doesNotMatch(rest, /[A-Za-z]{3,}/, `English on the Korean page: ${text}`);
  }
}

async function onlyEnglish(page) {
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.equal(await page.title(), words.en.title);
  for (const text of await texts(page)) {
    if (text !== words.en.language_label) assert.doesNotMatch(text, hangul, `Korean on the English page: ${text}`);
  }
}

const toKorean = (page) => page.getByText(words.en.language, { exact: true }).click();
const toEnglish = (page) => page.getByText(words.ko.language, { exact: true }).click();

scene("the switch changes every word, there and back", {}, async (page) => {
  await onlyEnglish(page);
  const before = await texts(page);
  await toKorean(page);
  await until(() => page.title(), (now) => now === words.ko.title, "the Korean title");
  await onlyKorean(page);
  await toEnglish(page);
  await until(() => page.title(), (now) => now === words.en.title, "the English title");
  await onlyEnglish(page);
  assert.deepEqual(await texts(page), before);
});

scene("what is said changes its language too", { hash: "#noise=99&nobody=1&problem=regression&dataset=spiral" }, async (page) => {
  await openFile(page, "no file");
  await until(() => notices(page), (now) => now.length > 0, "a notice");
  await page.locator("#network-diagram").focus();
  await page.keyboard.press("ArrowRight");
  await toKorean(page);
  await until(() => page.title(), (now) => now === words.ko.title, "the Korean title");
  for (const notice of await notices(page)) assert.match(notice, hangul);
  await onlyKorean(page);
});

scene("notices of a link change their language too", { hash: "#noise=99&nobody=1&noise=98&seed=" }, async (page) => {
  const english = await notices(page);
  assert.ok(english.length >= 4, english.join());
  await toKorean(page);
  const korean = await until(() => notices(page), (now) => now.every((notice) => hangul.test(notice)), "Korean notices");
  assert.equal(korean.length, english.length);
});

scene("a Korean browser gets Korean at once", { locale: "ko-KR" }, async (page) => {
  await onlyKorean(page);
});

scene("a browser of another language gets English", { locale: "fr-FR" }, async (page) => {
  await onlyEnglish(page);
});

scene("the choice is remembered, whatever the browser speaks", { locale: "ko-KR" }, async (page) => {
  await toEnglish(page);
  await until(() => page.title(), (now) => now === words.en.title, "the English title");
  await page.reload();
  await started(page);
  await onlyEnglish(page);
});

scene("changing the language changes nothing else", {}, async (page) => {
  await menu(page, words.en.toolbar.activation).selectOption("ReLU");
  await menu(page, words.en.toolbar.problem).selectOption(words.en.problem.regression);
  await toKorean(page);
  await until(() => page.title(), (now) => now === words.ko.title, "the Korean title");
  const chosen = (label) => menu(page, label).evaluate((select) => select.selectedOptions[0].textContent);
  assert.equal(await chosen(words.ko.toolbar.activation), "ReLU");
  assert.equal(await chosen(words.ko.toolbar.problem), words.ko.problem.regression);
  await button(page, words.ko.toolbar.step).click();
  await until(() => page.locator("#epoch").textContent(), (now) => now === "000,001", "one epoch");
});

for (const [width, height] of [[1366, 768], [390, 844]]) {
  const options = { locale: "ko-KR", viewport: { width, height } };
  scene(`no Korean word is broken, at ${width} × ${height}`, options, async (page) => {
    const hold = async (where) => {
      const { rules, broken } = await breaks(page);
      assert.deepEqual(Object.keys(rules), ["keep-all"], `${where}: ${JSON.stringify(rules)}`);
      assert.deepEqual(broken, [], where);
    };
    await hold("the page");
    const loaded = () => until(() => page.locator("#app").textContent(), (now) => !now.includes(words.ko.late.loading), "its words");
    for (const tab of await page.locator("[role=tab]:visible").all()) {
      await tab.click();
      await until(() => tab.getAttribute("aria-selected"), (now) => now === "true", "the view");
      await loaded();
      await hold(await tab.textContent());
    }
    const menus = page.locator("summary");
    for (let at = 0; at < await menus.count(); at += 1) {
      if (!await menus.nth(at).isVisible()) continue;
      await menus.nth(at).click();
      await until(() => page.locator("details[open]").count(), (now) => now > 0, "a card");
      await loaded();
      await hold(await menus.nth(at).textContent());
      await page.keyboard.press("Escape");
    }
  });
}
