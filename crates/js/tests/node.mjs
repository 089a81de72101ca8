// The built package as a user imports it. Build it first, in crates/js:
//   wasm-pack build --target nodejs --out-dir pkg-node
//   node --test tests/node.mjs
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";

import { Trainer } from "../pkg-node/nabla_js.js";

const LINK = "activation=relu&dataset=xor&networkShape=4,3&noise=10&seed=0.7&x=true&y=true";

const fixtures = new URL("../../../tests/fixtures/parity/", import.meta.url);
const recordings = readdirSync(fixtures);

test("there are six recorded runs to hold", () => assert.equal(recordings.length, 6, recordings.join()));

for (const name of recordings) {
  test(`${name}: the losses are the recorded ones`, () => {
    const run = JSON.parse(readFileSync(new URL(name, fixtures), "utf8"));
    const trainer = new Trainer(run.hash);
    for (const [epoch, train, test] of run.losses.filter(([epoch]) => epoch <= 50)) {
      trainer.epoch(epoch - trainer.losses().epoch);
      const found = trainer.losses();
      const tolerance = epoch <= 20 ? 1e-4 : 1e-3;
      assert.equal(found.epoch, epoch);
      assert.ok(Math.abs(found.train - train) <= tolerance * train, `epoch ${epoch}: ${found.train}, not ${train}`);
      assert.ok(Math.abs(found.test - test) <= tolerance * test, `epoch ${epoch}: ${found.test}, not ${test}`);
    }
  });
}

test("results have the declared shapes", () => {
  const trainer = new Trainer(LINK);
  const losses = trainer.losses();
  assert.deepEqual(
    Object.keys(losses),
    ["epoch", "learningRate", "train", "test", "trainScore", "testScore", "testClasses"],
  );
  assert.deepEqual(losses.testClasses.map((score) => Object.keys(score)), Array(2).fill(["label", "accuracy", "count"]));

  const layers = trainer.weights();
  assert.deepEqual(layers.map(({ inputs, neurons }) => [inputs, neurons]), [[2, 4], [4, 3], [3, 1]]);
  for (const layer of layers) {
    assert.deepEqual(Object.keys(layer), ["inputs", "neurons", "weights", "biases"]);
    assert.ok(layer.weights instanceof Float32Array && layer.weights.length === layer.inputs * layer.neurons);
    assert.ok(layer.biases instanceof Float32Array && layer.biases.length === layer.neurons);
  }

  const { train, test } = trainer.points();
  assert.ok(train instanceof Float64Array && train.length === 3 * 250);
  assert.ok(test instanceof Float64Array && test.length === 3 * 250);

  assert.ok(trainer.boundary(10) instanceof Float32Array);
  assert.equal(trainer.neuron(0, 1, 10).length, 100);
  assert.equal(typeof trainer.predict(1, -1), "number");
  assert.deepEqual([...trainer.predictAll(1, -1)], [trainer.predict(1, -1)]);
  assert.equal(trainer.hasStopped(), undefined);
});

test("optional lists are there where something learns them", () => {
  const keys = (link) => Object.keys(new Trainer(link).weights()[0]).slice(4);
  assert.deepEqual(keys("activation=prelu"), ["alphas"]);
  assert.deepEqual(keys("activation=maxout&batchNorm=true"), [
    "gammas", "betas", "means", "variances", "weights2", "biases2",
  ]);
  const [layer] = new Trainer("activation=maxout&batchNorm=true&networkShape=3").weights();
  for (const key of ["gammas", "betas", "means", "variances"]) {
    assert.ok(layer[key] instanceof Float32Array && layer[key].length === 2 * layer.neurons, key);
  }
  assert.ok(layer.weights2 instanceof Float32Array && layer.weights2.length === layer.weights.length);
});

test("several classes have probabilities", () => {
  const trainer = new Trainer("problem=multiclass&dataset=blobs&classes=4&loss=cross-entropy");
  trainer.epoch(20);
  assert.equal(trainer.classes(10).length, 4 * 100);
  assert.equal(trainer.predictAll(1, 1).length, 4);
  assert.deepEqual(trainer.losses().testClasses.map(({ label }) => label), [0, 1, 2, 3]);
});

test("early stopping says which epoch is back", () => {
  const trainer = new Trainer("dataset=gauss&noise=50&networkShape=8,8&learningRate=0.3&earlyStopping=5");
  trainer.epoch(2000);
  assert.equal(trainer.losses().epoch, trainer.hasStopped() + 5);
  trainer.goOn();
  assert.equal(trainer.hasStopped(), undefined);
});

test("the declarations name every type and no `any`", () => {
  const declarations = readFileSync(new URL("../pkg-node/nabla_js.d.ts", import.meta.url), "utf8");
  assert.doesNotMatch(declarations, /\bany\b/);
  for (const signature of [
    "constructor(link: string)",
    "static fromFile(json: string): Trainer",
    "toFile(): string",
    "step(minibatches: number): void",
    "epoch(n: number): void",
    "losses(): Losses",
    "weights(): Layer[]",
    "points(): Points",
    "predict(x: number, y: number): number",
    "predictAll(x: number, y: number): Float32Array",
    "boundary(resolution: number): Float32Array",
    "classes(resolution: number): Float32Array",
    "hasStopped(): number | undefined",
    "goOn(): void",
    "neuron(layer: number, index: number, resolution: number): Float32Array",
    "readonly link: string",
    "readonly notices: string[]",
  ]) {
    assert.ok(declarations.includes(signature), `${signature} is missing from\n${declarations}`);
  }
});

test("a returned array outlives the module's memory moving", () => {
  const trainer = new Trainer(LINK);
  const kept = trainer.boundary(10);
  const copy = [...kept];
  const others = Array.from({ length: 20 }, () => trainer.boundary(1024));
  trainer.epoch(5);
  assert.deepEqual([...kept], copy);
  assert.equal(others[0].length, 1024 * 1024);
});

test("a file brings the trained network back", () => {
  const before = new Trainer(LINK);
  before.epoch(10);
  const after = Trainer.fromFile(before.toFile());
  assert.deepEqual(after.boundary(20), before.boundary(20));
  assert.equal(after.link, before.link);
});

test("corrections are sentences", () => {
  const [notice, ...others] = new Trainer("noise=900").notices;
  assert.match(notice, /noise/);
  assert.deepEqual(others, []);
});

const trainer = new Trainer(LINK);
const bad = {
  "no link": () => new Trainer(),
  "a link that is a number": () => new Trainer(5),
  "a link that is an object": () => new Trainer({}),
  "no file": () => Trainer.fromFile(undefined),
  "a file that is no JSON": () => Trainer.fromFile("{"),
  "a file of something else": () => Trainer.fromFile('{"format":"other"}'),
  "no minibatches": () => trainer.step(),
  "NaN minibatches": () => trainer.step(NaN),
  "negative epochs": () => trainer.epoch(-1),
  "huge epochs": () => trainer.epoch(1e300),
  "a fraction of an epoch": () => trainer.epoch(0.5),
  "a BigInt": () => trainer.epoch(5n),
  "a symbol": () => trainer.epoch(Symbol("five")),
  "resolution 0": () => trainer.boundary(0),
  "a huge resolution": () => trainer.boundary(1e6),
  "no resolution": () => trainer.boundary(),
  "a layer out of range": () => trainer.neuron(3, 0, 10),
  "a neuron out of range": () => trainer.neuron(0, 4, 10),
  "a point that is none": () => trainer.predict(undefined, NaN),
  "no point": () => trainer.predictAll(),
  "classes of a network of one output": () => trainer.classes(10),
};
for (const [name, call] of Object.entries(bad)) {
  test(`${name} throws an Error with a sentence`, () => {
    assert.throws(call, (error) => {
      assert.ok(error instanceof Error && !(error instanceof WebAssembly.RuntimeError), String(error));
      assert.match(error.message, /^\S+ .*\S+ .*\.?$/);
      assert.doesNotMatch(error.message, /undefined \(reading|unreachable|is not a function/);
      return true;
    });
    assert.equal(trainer.losses().epoch, 0);
  });
}
