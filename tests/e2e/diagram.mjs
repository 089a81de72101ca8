// The network's drawing as the tests find their way in it: a canvas tells a pointer what it is on, the page says it.
import assert from "node:assert/strict";
import { until, words } from "./playground.mjs";

/** What the selected part of the network is called, with its value. */
export const selected = async (page) => {
  const label = await page.locator("#network-diagram").getAttribute("aria-label");
  return label.replace(words.en.network.label, "").replace(/\. $/, "");
};

/** The name of a weight or bias before its value; layers, neurons and inputs count from 1, but features have names. */
export const weight = (input, to, layer) => {
  const from = layer === 1 ? input : words.en.part.input.replace("{{ index }}", input);
  return words.en.part.weight.replace("{{ from }}", from).replace("{{ to }}", to).replace("{{ layer }}", layer).replace("{{ value }}", "");
};
export const bias = (index, layer) =>
  words.en.part.bias.replace("{{ index }}", index).replace("{{ layer }}", layer).replace("{{ value }}", "");

/** Moves the pointer down a line until the page says it is on the part; where that was. */
async function seek(page, name, x, top, bottom) {
  for (let y = top; y <= bottom; y += 2) {
    await page.mouse.move(x, y);
    const callout = await page.locator(".callout").textContent();
    if (callout.startsWith(name)) return { x, y };
  }
  assert.fail(`no ${name} on the line x = ${x} from ${top} to ${bottom}`);
}

const middle = async (locator) => {
  const box = await locator.boundingBox();
  return box.x + box.width / 2;
};

/** The middles of the columns over the page: features, hidden layers, output. */
async function columns(page) {
  const steppers = await page.locator(".stepper").all();
  return Promise.all([page.locator(".feature").first(), ...steppers].map(middle));
}

/** The place of an edge, looked for half way between its columns. */
export async function findWeight(page, from, to, layer) {
  const room = await page.locator("#network-diagram").boundingBox();
  const at = await columns(page);
  return seek(page, weight(from, to, layer), (at[layer - 1] + at[layer]) / 2, room.y, room.y + room.height);
}

/** The place of a bias, looked for left of its column's tiles. */
export async function findBias(page, index, layer) {
  const room = await page.locator("#network-diagram").boundingBox();
  const tile = await page.locator(".feature").first().boundingBox();
  const x = (await columns(page))[layer] - tile.width / 2 - 6;
  return seek(page, bias(index, layer), x, room.y, room.y + room.height);
}

/** The place of the tile that stands for all neurons without a tile of their own. */
export async function findFolded(page, layer, count) {
  const room = await page.locator("#network-diagram").boundingBox();
  const name = words.en.part.folded.replace("{{ layer }}", layer).replace("{{ count }}", count);
  return seek(page, name, (await columns(page))[layer], room.y, room.y + room.height);
}

/** Clicks a place, types a value into the editor that opens, and closes it. */
export async function edit(page, place, value) {
  await page.mouse.click(place.x, place.y);
  await typeValue(page, value);
}

/** Types a value into the open editor, key by key, and closes it. */
export async function typeValue(page, value) {
  const field = page.locator(".editor input");
  await field.waitFor({ state: "visible" });
  await until(() => field.evaluate((it) => it === document.activeElement), Boolean, "the editor to take the keyboard");
  await page.keyboard.type(value);
  await page.keyboard.press("Enter");
  await field.waitFor({ state: "hidden" });
}
