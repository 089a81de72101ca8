// A learning rate that destroys, an engine that dies, no worker, a sandbox: training goes on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newPage, openSandboxed, started, url } from "./browser.mjs";
import {
  button, epoch, link, menu, notices, parameters, pause, play, quiet, ready, save, scene, sentence, speed, step, testLoss, until, words,
} from "./playground.mjs";

const { toolbar, trouble, notice: noticeWords } = words.en;

scene("a learning rate of 10 with ReLU ends in a notice that leads back to training", {}, async (page) => {
  await menu(page, toolbar.activation).selectOption("ReLU");
  await menu(page, toolbar.learning_rate).selectOption("10");
  await play(page);
  await until(() => notices(page), (now) => now.length > 0, "a notice");
  const [said] = await notices(page);
  assert.ok([trouble.diverged, trouble.blown_up].some((one) => sentence(one).test(said)), said);
  assert.ok(await button(page, toolbar.play).isVisible(), "training has stopped");
  assert.ok(parameters(await save(page)).every(Number.isFinite));
  const stopped = await epoch(page);

  await button(page, trouble.recover).click();
  await until(() => link(page), (now) => now.includes("learningRate=1&"), "a tenth of the rate");
  let lowest = stopped;
  const again = (now) => {
    lowest = Math.min(lowest, now);
    return now > lowest;
  };
  await until(() => epoch(page), again, "training from the beginning");
  assert.ok(!(await notices(page)).includes(said));
});

const boom = () => { setTimeout(() => { throw new Error("boom"); }); };

/** Kills the engine's thread, and waits for the next one's. */
async function crash(page) {
  const [worker] = page.workers();
  const next = page.waitForEvent("worker");
  await worker.evaluate(boom);
  await next;
}

/** What the crash itself writes to the console is none of the page's complaints. */
function forgive(complaints) {
  const others = complaints.filter((complaint) => !complaint.includes("boom"));
  complaints.splice(0, complaints.length, ...others);
}

/** Lets the page note every epoch it shows, and when. */
const record = (page) => page.evaluate(() => {
  globalThis.shown = [];
  const output = document.getElementById("epoch");
  const note = () => shown.push([performance.now(), Number(output.textContent.replaceAll(",", ""))]);
  new MutationObserver(note).observe(output, { childList: true, characterData: true, subtree: true });
});

scene("a crashed engine is back within a second, where it was, three times over", {}, async (page, t, complaints) => {
  await play(page);
  await until(() => epoch(page), (now) => now >= 30, "30 epochs");
  await record(page);
  const pauses = [];
  for (let times = 0; times < 3; times++) {
    const start = await page.evaluate(() => performance.now());
    const before = await epoch(page);
    await crash(page);
    await until(() => notices(page), (now) => now.includes(trouble.recovered), "the notice");
    await until(() => epoch(page), (now) => now > before + 30, "more epochs");
    const shown = (await page.evaluate(() => globalThis.shown)).filter(([time]) => time >= start);
    const times = [[start], ...shown].map(([time]) => time);
    pauses.push(Math.max(...times.slice(1).map((time, index) => time - times[index])));
  }
  const epochs = (await page.evaluate(() => globalThis.shown)).map(([, epoch]) => epoch);
  assert.ok(epochs.every((epoch, index) => index === 0 || epoch >= epochs[index - 1]), `never back: ${epochs}`);
  // The shortest, as a machine that is busy elsewhere may hold any one up.
  assert.ok(Math.min(...pauses) < 1000, `pauses of ${pauses.map(Math.round)} ms`);
  assert.equal((await notices(page)).length, 1);
  await pause(page);
  await step(page);
  forgive(complaints);
});

scene("a crash keeps the weights of a session at rest", { hash: "#dataset=xor" }, async (page, t, complaints) => {
  for (let times = 0; times < 3; times++) await step(page);
  const before = await save(page);
  await crash(page);
  await until(() => notices(page), (now) => now.includes(trouble.recovered), "the notice");
  assert.deepEqual(await save(page), before);
  assert.equal(await epoch(page), 3);
  await step(page);
  assert.equal(await epoch(page), 4);
  await button(page, noticeWords.dismiss).click();
  await until(() => notices(page), (now) => now.length === 0, "no notice");
  forgive(complaints);
});

scene("a page whose every worker dies at once still trains", {}, async (page, t, complaints) => {
  await play(page);
  const before = await until(() => epoch(page), (now) => now > 5, "epochs");
  page.on("worker", (worker) => worker.evaluate(boom).catch(() => {}));
  await crash(page);
  await until(() => epoch(page), (now) => now > before + 30, "more epochs");
  await pause(page);
  await step(page);
  forgive(complaints);
});

test("a page that may not start a worker trains by itself", { timeout: 120_000 }, async (t) => {
  const { page } = await newPage(t);
  await page.route("**/worker.js", (route) => route.abort());
  await page.goto(url);
  await started(page);
  await ready(page);
  await play(page);
  await until(() => epoch(page), (now) => now > 20, "20 epochs");
  await pause(page);
  await quiet(page);
});

test("the page opens and trains in a sandboxed frame", { timeout: 120_000 }, async (t) => {
  const { frame, complaints } = await openSandboxed(t);
  await started(frame);
  await ready(frame);
  await step(frame);
  assert.equal(await epoch(frame), 1);
  await speed(frame, "5");
  await play(frame);
  await until(() => testLoss(frame), (loss) => loss < 0.1, "a test loss below 0.1", 60_000);
  await pause(frame);
  await menu(frame, toolbar.activation).selectOption("ReLU");
  await until(() => epoch(frame), (now) => now === 0, "epoch 0");
  assert.deepEqual(complaints, []);
});

for (const locale of ["en-US", "ko-KR"]) {
  test(`after a panic the page says so, and a reload goes on from there, in ${locale}`, { timeout: 120_000 }, async (t) => {
    const { page, complaints } = await newPage(t, { locale });
    await page.addInitScript(() => { globalThis.Worker = class { constructor() { throw new Error("none"); } }; });
    await page.goto(`${url}#networkShape=3`);
    await started(page);
    await ready(page);
    const { crash, toolbar } = words[locale.slice(0, 2)];
    await button(page, toolbar.step).click();
    await until(() => epoch(page), (now) => now === 1, "an epoch");
    const loss = await testLoss(page);
    // An engine on the page whose clock and timer call back into the program at once: it finds itself at work already.
    await page.evaluate(([step, play]) => {
      const press = (name) => document.querySelector(`button[aria-label="${name}"]`).click();
      const [later, now] = [setTimeout, performance.now.bind(performance)];
      let again = true;
      globalThis.setTimeout = (task) => task();
      performance.now = () => {
        if (again) {
          again = false;
          press(step);
        }
        return now();
      };
      later(() => press(play));
    }, [toolbar.step, toolbar.play]);
    const alert = page.getByRole("alert");
    await alert.waitFor();
    assert.equal(await alert.textContent(), crash.text + crash.reload);
    assert.ok(complaints.some((complaint) => complaint.includes("panicked")), complaints.join());
    complaints.splice(0);
    await button(page, crash.reload).click();
    await until(() => alert.count(), (count) => count === 0, "a new page");
    await ready(page);
    assert.equal(await epoch(page), 1);
    assert.equal(await testLoss(page), loss);
    assert.deepEqual(complaints, []);
  });
}
