// The doctor and the layers: what ails a run is found, shown, and put right by a click.
import assert from "node:assert/strict";
import { button, epoch, link, pause, play, scene, sentence, speed, testLoss, trainLoss, until, words } from "./playground.mjs";

const { tab, doctor, finding, remedy, sight, evidence, header, layer_look: layers } = words.en;
const open = (page, name) => page.getByRole("tab", { name, exact: true }).click();
const item = (page, rule) => page.locator(`.findings li[data-rule=${rule}]`);

const sigmoids = "#dataset=circle&activation=sigmoid&networkShape=8,8,8,8,8,8";

scene("deep sigmoids do not learn, the doctor knows why, and a click helps", { hash: sigmoids }, async (page) => {
  await speed(page, "max");
  await play(page);
  await until(() => epoch(page), (now) => now > 300, "300 epochs", 60_000);
  await pause(page);
  await open(page, tab.doctor);
  const address = await link(page);
  await item(page, "vanishing").waitFor();
  assert.equal(await item(page, "vanishing").locator("h3").textContent(), finding.vanishing);
  assert.match(await item(page, "vanishing").locator(".evidence").textContent(), sentence(evidence.vanishing));

  await item(page, "vanishing").getByRole("button", { name: sight.layers }).click();
  await page.locator(".layers-chart").waitFor();
  await open(page, tab.doctor);
  await item(page, "vanishing").getByRole("button", { name: remedy.tanh, exact: true }).click();
  await until(() => testLoss(page), (loss) => loss < 0.02, "a test loss below 0.02", 60_000);
  await until(() => item(page, "vanishing").count(), (count) => count === 0, "no such finding any more");
  await button(page, header.undo).click();
  await until(() => link(page), (now) => now === address, "the link before");
});

scene("a rate that is too high is found after the accident", { hash: "#dataset=spiral&networkShape=8,8&learningRate=10" }, async (page) => {
  await open(page, tab.doctor);
  await play(page);
  await item(page, "lost").waitFor({ timeout: 60_000 });
  const rate = remedy.learning_rate.replace("{{ a }}", "0.03");
  await item(page, "lost").getByRole("button", { name: rate, exact: true }).click();
  await until(() => link(page), (now) => /learningRate=0.03/.test(now), "another rate");
  await until(() => trainLoss(page), (loss) => loss < 0.48, "a falling loss", 60_000);
  await until(() => item(page, "lost").count(), (count) => count === 0, "no accident any more");
});

scene("a healthy run has nothing to complain about, and ten points are learned", {}, async (page) => {
  await open(page, tab.doctor);
  await button(page, doctor.try_it).click();
  await page.getByText(sentence(doctor.passed)).waitFor();
  // Said of what the engine has found by now: before its first answer the same words stand there.
  await page.getByText(doctor.well).waitFor();
  assert.equal(await epoch(page), 0);
});

scene("dead neurons are named, and outlined in the network", {
  hash: "#activation=relu&networkShape=8,8&learningRate=3&seed=0.3",
}, async (page) => {
  await open(page, tab.layers);
  await play(page);
  await until(() => page.locator(".ailing").textContent(), (text) => sentence(layers.dead).test(text), "dead neurons", 60_000);
});
