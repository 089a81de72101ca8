// What tests need in whichever browser: the page's words, patience, and a saved file's numbers.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

const table = async (language) =>
  JSON.parse(await readFile(new URL(`../../web/locales/${language}.json`, import.meta.url), "utf8"));

/** Every visible word, by language. */
export const words = { en: await table("en"), ko: await table("ko") };

/** Reads until the value is as wanted, and returns it; fails with the last value after a patience a slow machine needs. */
export async function until(read, holds, wanted, patience = 30_000) {
  const end = Date.now() + patience;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > end) assert.fail(`expected ${wanted}, got ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

/** Every weight and bias of a saved file, in one list. */
export const parameters = (file) => file.network.layers.flatMap(({ weights, biases }) => [...weights.flat(), ...biases]);
