// What the page asks of a visitor's machine: `node page.mjs URL BROWSER [--quick] [--no-sandbox]`, one JSON object a line.

import { chromium } from 'playwright-core';
import { median, quantile } from './measure.mjs';
import { LARGEST, link, LARGEST_OF_TFP, SPIRAL } from './workloads.mjs';

const [url, program, ...options] = process.argv.slice(2);
const quick = options.includes('--quick');
/** Seconds of playing, and fresh visits. */
const LENGTH = quick ? 6 : 60;
const VISITS = quick ? 3 : 9;

const print = (name, value, unit, target, more = {}) =>
  console.log(JSON.stringify({ work: 'page', name, value: Number(value.toPrecision(3)), unit, target, ...more }));

const browser = await chromium.launch({ executablePath: program, chromiumSandbox: !options.includes('--no-sandbox') });

/** A fresh profile's page, watched from its first moment. */
async function visit(hash = '', prepare = async () => {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  const page = await context.newPage();
  await page.addInitScript(watch);
  await prepare(page);
  await page.goto(`${url}#${hash}`);
  await page.waitForFunction(() => globalThis.seen.interactive > 0);
  return page;
}

/** In the page: long tasks, when controls and the first loss are there, and what the engine says of its time. */
function watch() {
  const seen = globalThis.seen = { interactive: 0, tasks: [], engine: [] };
  new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map((task) => task.duration)))
    .observe({ type: 'longtask', buffered: true });
  const look = () => {
    if (Number(document.querySelector('#test-loss')?.textContent) > 0) seen.interactive = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  // A frame begins with six numbers: 0 for what kind of reply it is, session, epoch, minibatch, minibatches an epoch (each
  // seven bits a byte), and the milliseconds trained.
  globalThis.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data: { reply } }) => {
        if (!reply) return;
        let at = 0;
        const numbers = Array.from({ length: 5 }, () => {
          let number = 0;
          for (let power = 1; ; power *= 128) {
            const byte = reply[at++];
            number += (byte % 128) * power;
            if (byte < 128) return number;
          }
        });
        const trained = new DataView(reply.buffer, reply.byteOffset).getFloat64(at, true);
        if (numbers[0] === 0) seen.engine.push([performance.now(), trained, numbers[2]]);
      });
    }
  };
}

const button = (page, name) => page.getByRole('button', { name, exact: true });
const play = (page) => button(page, 'Play').click();
const atFullSpeed = (page) => page.locator('input[name=speed][value=max]').check();

/** First paint, and until it can be used, as the browser's own clock has them. */
async function instant() {
  const times = { paint: [], ready: [] };
  for (let k = 0; k < VISITS; k++) {
    const page = await visit();
    const paint = await page.evaluate(() => performance.getEntriesByName('first-paint')[0]?.startTime ?? NaN);
    times.paint.push(paint);
    times.ready.push(await page.evaluate(() => globalThis.seen.interactive));
    await page.context().close();
  }
  print('interactive after navigation', median(times.ready), 'ms', 1000);
  // A slow line: the program arrives late, and the outline does not wait for it.
  const late = 1500;
  const page = await visit('', (page) => page.route('**/*.wasm', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, late));
    await route.continue();
  }));
  const paint = await page.evaluate(() => performance.getEntriesByName('first-paint')[0]?.startTime ?? Infinity);
  print(`first paint, the program ${late} ms late`, paint, 'ms', late, { note: `at once: ${median(times.paint).toFixed(0)} ms` });
  await page.context().close();
}

/**
 * What the page itself does on its main thread between two animation frames: scripts, style, layout, and the recording
 * of what is to be painted. The pixels are painted by others (here, without a GPU, by the processor), and so are left
 * out. Times are the thread's own, so that other programs on the machine do not count.
 */
const OWN = new Set([
  'FireAnimationFrame', 'FunctionCall', 'EventDispatch', 'TimerFire', 'RunMicrotasks', 'HandlePostMessage', 'EvaluateScript',
  'UpdateLayoutTree', 'Layout', 'HitTest', 'PrePaint', 'Paint', 'Layerize', 'MinorGC', 'MajorGC',
]);

function perFrame(events) {
  // The page's thread is the one that fires animation frames.
  const first = events.find(({ name }) => name === 'FireAnimationFrame');
  const own = events
    .filter(({ ph, name, pid, tid }) => ph === 'X' && pid === first?.pid && tid === first.tid && OWN.has(name))
    .sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const frames = [];
  let end = 0;
  for (const { name, ts, dur, tdur } of own) {
    if (name === 'FireAnimationFrame') frames.push(0);
    if (ts < end || !frames.length) continue;
    frames[frames.length - 1] += (tdur ?? dur) / 1000;
    end = ts + dur;
  }
  return frames.slice(0, -1);
}

/** What is seen while the page plays: its long tasks, and what the engine says. */
async function playing(page, seconds) {
  await page.evaluate(() => { globalThis.seen.tasks.length = globalThis.seen.engine.length = 0; });
  await page.waitForTimeout(seconds * 1000);
  return page.evaluate(() => globalThis.seen);
}

/** Its own work by frames, too. Writing a trace stops the traced thread now and then, so its tasks are not the page's. */
async function traced(page, seconds) {
  await browser.startTracing(page, { categories: ['devtools.timeline'] });
  const { engine } = await playing(page, seconds);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  return { frames: perFrame(traceEvents), engine };
}

async function smooth() {
  const page = await visit(link(LARGEST_OF_TFP));
  await play(page);
  await page.waitForTimeout(2000);
  const { tasks, engine } = await playing(page, LENGTH);
  print('longest task while playing', Math.max(0, ...tasks), 'ms', 50,
    { note: tasks.length ? `${tasks.length} of over 50 ms` : `none of 50 ms or more in ${LENGTH} s, which is all the browser reports` });
  const { frames } = await traced(page, LENGTH);
  print('own work a frame, 95th percentile', quantile(frames, 0.95), 'ms', 4,
    { note: `median ${median(frames).toFixed(2)} ms, ${(engine.length / LENGTH).toFixed(0)} pictures a second, ${LENGTH} s` });
  await page.context().close();
}

/** The same with one view of the dock open, each in turn; in the race's, its lanes run too. */
async function views() {
  const seconds = LENGTH / 6;
  const page = await visit(link(LARGEST_OF_TFP));
  await play(page);
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    await page.locator('.dock-frame').waitFor();
    const race = button(page, 'Start the race');
    if (await race.count()) await race.click();
    await page.waitForTimeout(1500);
    const { frames, engine } = await traced(page, seconds);
    print(`own work a frame with “${await tab.textContent()}” open, 95th percentile`, quantile(frames, 0.95), 'ms', 6,
      { note: `median ${median(frames).toFixed(2)} ms, ${(engine.length / seconds).toFixed(0)} pictures a second` });
    await tab.click();
  }
  await page.context().close();
}

/** The share of the worker's time that trains, by its own clock. */
async function flatOut() {
  const page = await visit(link(LARGEST_OF_TFP));
  await atFullSpeed(page);
  await play(page);
  await page.waitForTimeout(1000);
  const { engine } = await playing(page, LENGTH / 2);
  const [[start, before], [end, after]] = [engine[0], engine.at(-1)];
  print('flat out: share of time that trains', (after - before) / (end - start), '', 0.9, { floor: true });
  await page.context().close();
}

/** From a press of Pause to the next picture that shows Play, on a machine a quarter as fast that trains what is slow to draw. */
async function pause() {
  const page = await visit(link(LARGEST));
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await atFullSpeed(page);
  const times = [];
  for (let k = 0; k < VISITS; k++) {
    await play(page);
    await page.waitForTimeout(1000);
    times.push(await page.evaluate(() => new Promise((resolve) => {
      const button = document.querySelector('.play');
      const [pressed, before] = [performance.now(), button.ariaLabel];
      // The press waits its turn among what the page has to do, as a hand's does.
      setTimeout(() => {
        button.click();
        const look = () => requestAnimationFrame(() => (button.ariaLabel === before ? look() : resolve(performance.now() - pressed)));
        look();
      });
    })));
  }
  print('Pause answers, 8 layers of 32 neurons, processor × ¼', median(times), 'ms', 200, { note: `slowest ${Math.max(...times).toFixed(0)} ms` });
  await page.context().close();
}

/** From the press of the button to a test loss below 0.05 on the page. */
async function spiral() {
  const times = [];
  for (let k = 0; k < VISITS; k++) {
    const page = await visit(SPIRAL);
    await atFullSpeed(page);
    times.push(await page.evaluate((name) => new Promise((resolve, fail) => {
      const start = performance.now();
      [...document.querySelectorAll('button')].find((it) => it.ariaLabel === name || it.textContent.trim() === name).click();
      const look = () => {
        const passed = performance.now() - start;
        if (Number(document.querySelector('#test-loss').textContent) < 0.05) resolve(passed);
        else if (passed > 30_000) fail(new Error('the spiral is not learned'));
        else requestAnimationFrame(look);
      };
      look();
    }), 'Play'));
    await page.context().close();
  }
  print('the spiral learned (test loss below 0.05)', median(times), 'ms', 1000, { note: `slowest ${Math.max(...times).toFixed(0)} ms` });
}

try {
  await instant();
  await smooth();
  await views();
  await flatOut();
  await pause();
  await spiral();
} finally {
  await browser.close();
}
