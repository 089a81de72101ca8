// What axe-core finds: nothing, in both themes and both languages, also with menus open and notices shown.
import assert from "node:assert/strict";
import { accessibilityProblems } from "./browser.mjs";
import { menu, notices, scene, until, words } from "./playground.mjs";

for (const colorScheme of ["light", "dark"]) {
  for (const [language, locale] of [["en", "en-US"], ["ko", "ko-KR"]]) {
    const look = { colorScheme, locale, reducedMotion: "reduce" };
    const { toolbar, network } = words[language];

    scene(`no barrier on the ${colorScheme} page in ${language}`, look, async (page) => {
      assert.equal(await page.locator("html").getAttribute("data-theme"), colorScheme);
      assert.deepEqual(await accessibilityProblems(page), []);
    });

    scene(`no barrier in menus and cards, ${colorScheme}, ${language}`, look, async (page) => {
      const summaries = await page.locator("details.menu > summary").all();
      assert.ok(summaries.length >= 3, `${summaries.length} menus`);
      for (const summary of summaries) {
        await summary.click();
        await page.locator("details[open] > .card").waitFor();
        assert.deepEqual(await accessibilityProblems(page, "details[open]"), []);
        await page.keyboard.press("Escape");
      }
      await menu(page, toolbar.activation).focus();
      await page.keyboard.press("Shift+Tab");
      await page.keyboard.press("Tab");
      await page.locator(".hover-card:visible").first().waitFor();
      assert.deepEqual(await accessibilityProblems(page), []);
    });

    scene(`no barrier with notices and an editor, ${colorScheme}, ${language}`, { ...look, hash: "#noise=99&nobody=1" }, async (page) => {
      await until(() => notices(page), (now) => now.length === 2, "two notices");
      await page.locator("#network-diagram").focus();
      for (const key of ["ArrowRight", "Shift+ArrowDown", "Enter"]) await page.keyboard.press(key);
      await page.getByLabel(network.edit_weight, { exact: true }).waitFor();
      assert.deepEqual(await accessibilityProblems(page), []);
    });

    scene(`no barrier after training broke down, ${colorScheme}, ${language}`, {
      ...look, hash: "#activation=relu&learningRate=10&problem=regression",
    }, async (page) => {
      await page.getByRole("button", { name: toolbar.play, exact: true }).click();
      await until(() => notices(page), (now) => now.length === 1, "a notice");
      assert.deepEqual(await accessibilityProblems(page), []);
    });

    scene(`no barrier on a phone, ${colorScheme}, ${language}`, {
      ...look, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true,
    }, async (page) => {
      assert.deepEqual(await accessibilityProblems(page), []);
    });
  }
}
