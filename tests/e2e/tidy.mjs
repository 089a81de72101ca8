// Whether the page's parts have room, in whichever browser: `page` needs no more than `evaluate`.
import assert from "node:assert/strict";

/** How far the page reaches beyond the window's sides, or below its scrollbar, and what does. */
export const overflow = (page) => page.evaluate(() => {
  const { clientWidth: room, scrollWidth } = document.documentElement;
  const wide = scrollWidth - room;
  const beyond = [...document.querySelectorAll("#app *")].filter((it) =>
    it.checkVisibility() && !it.closest(".network-scroll, .tabs, .said, .skip")
    && it.getBoundingClientRect().right > room + 0.5);
  return wide > 0 || beyond.length > 0 ? [wide, ...beyond.slice(0, 8).map((it) => `${it.tagName}.${it.className}`)] : [];
});

/** Every pair of the page's things of use that lie over each other. */
const overlaps = (page) => page.evaluate(() => {
  const things = "button, summary, select, .slider, .check, .dataset, .segments label, #epoch, .numbers div, .chart, .map, .legend, "
    + ".counts, .callout, .stepper > span, .stepper.label, .layers strong, h1, h2:not(.said), .field > span, .speed legend, .notice p";
  const boxes = [];
  for (const it of document.querySelectorAll(things)) {
    if (!it.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || it.closest(".said")) continue;
    let { left, right, top, bottom } = it.getBoundingClientRect();
    if (getComputedStyle(it).clipPath !== "none") continue;
    // What a box of its own scrolls is seen within that box alone.
    const scroller = it.parentElement.closest(".network-scroll, .notices, .data, .output, .dock-view, .tabs")?.getBoundingClientRect();
    if (scroller) {
      [left, right] = [Math.max(left, scroller.left), Math.min(right, scroller.right)];
      [top, bottom] = [Math.max(top, scroller.top), Math.min(bottom, scroller.bottom)];
    }
    if (right - left < 1 || bottom - top < 1) continue;
    boxes.push({ it, left, right, top, bottom });
  }
  const name = ({ it, left, top }) =>
    `${it.tagName}.${it.className} ${(it.getAttribute("aria-label") ?? it.textContent).trim().slice(0, 24)} at ${Math.round(left)},${Math.round(top)}`;
  const found = [];
  boxes.forEach((a, index) => boxes.slice(index + 1).forEach((b) => {
    if (a.it.contains(b.it) || b.it.contains(a.it)) return;
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 1 && down > 1) found.push(`${name(a)} and ${name(b)}`);
  }));
  return found.slice(0, 10);
});

/** Texts that do not fit the box they are in. */
const cut = (page) => page.evaluate(() =>
  [...document.querySelectorAll("button, summary, h1, h2, dt, dd, legend, .field > span, .slider-label, .check, .segments span, .counts, .epoch, .callout, .notice p")]
    .filter((it) => it.checkVisibility() && !it.closest(".said") && it.clientWidth > 1
      && (it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 4))
    .map((it) => `${it.tagName}.${it.className} ${it.textContent.trim().slice(0, 30)}`));

/** Menus with less room than their longest option and their arrow want. */
export const cutMenus = (page) => page.evaluate(() =>
  [...document.querySelectorAll("select")].filter((it) => it.checkVisibility()).flatMap((it) => {
    const room = it.offsetWidth;
    Object.assign(it.style, { width: "max-content", minWidth: "0", maxWidth: "none" });
    const wanted = it.offsetWidth;
    Object.assign(it.style, { width: "", minWidth: "", maxWidth: "" });
    return wanted > room ? [`${it.selectedOptions[0]?.text}: ${room} of ${wanted}`] : [];
  }));

/** Whether every part of the toolbar stands beside the others. */
export const toolbarIsOneRow = (page) => page.evaluate(() => {
  const parts = [...document.querySelectorAll(".transport > *, .speed, .settings > *")].map((it) => it.getBoundingClientRect());
  return parts.length > 8 && Math.max(...parts.map(({ top }) => top)) < Math.min(...parts.map(({ bottom }) => bottom));
});

/** Fails if anything reaches beyond the window, lies over another or is cut. */
export async function tidy(page, what) {
  assert.deepEqual(await overflow(page), [], `${what}: wider than the window`);
  assert.deepEqual(await overlaps(page), [], `${what}: overlaps`);
  assert.deepEqual(await cut(page), [], `${what}: cut texts`);
}
