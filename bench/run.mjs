// Measures, and prints one JSON object a line: `node run.mjs ENGINE [--quick] [--curves]`.

import { createRequire } from 'node:module';
import { availableParallelism, cpus, release, type } from 'node:os';
import * as convnet from './convnet.mjs';
import { alone, alternate, summary } from './measure.mjs';
import * as tensorflow from './tensorflow.mjs';
import {
  BY_PARAMETERS, BY_SAMPLES, CHOICE_BASE, CHOICES, LARGE, LARGE_32, SMALL, SMALL_32, link, TINY, operations, parameters,
} from './workloads.mjs';

const [engine, ...options] = process.argv.slice(2);
const { Engine, Session, peak, peak_operations: peakOperations } = createRequire(import.meta.url)(engine);

const quick = options.includes('--quick');
/** Milliseconds of a run and of warming up, and how often the two take turns in a round. */
const PACE = { slice: 20, warmup: quick ? 200 : 600, turns: quick ? 3 : 5 };
/** Everything is measured so often, some time apart: what else a machine does for a while must not make a row's median. */
const ROUNDS = 3;
const RESOLUTION = 100;

const PEERS = {
  convnetjs: { create: convnet.create, use: async () => {} },
  'tfjs-cpu': { create: tensorflow.create, use: () => tensorflow.use('cpu') },
  'tfjs-wasm': { create: tensorflow.create, use: () => tensorflow.use('wasm') },
};
/** Ratios to reach: [ConvNetJS, TensorFlow.js]. */
const TARGETS = { small: [35, 500], 'small-32': [35, 250], maps: [45, 15], large: [20, 10] };
const CHOICE_TARGETS = { adam: 1.3, 'batch-norm': 2, dropout: 1.5, softmax: 1.5 };
const PEAK_TARGET = 0.5;

const print = (line) => console.log(JSON.stringify(line));
const rounded = (result) =>
  Object.fromEntries(Object.entries(result).map(([key, value]) => [key, Number(value.toPrecision(4))]));

/** Both must do the same work: after three epochs they stand at the same loss. */
async function check(workload, ours, theirs, peer) {
  ours.train(3);
  await theirs.train(3);
  const [a, b] = [ours.loss(), theirs.loss()];
  if (!(Math.abs(a - b) <= 1e-3 * Math.abs(a))) {
    throw new Error(`${peer} trains ${workload.network} to a loss of ${b}, the engine to ${a}`);
  }
}

async function against(workload, peer, targets) {
  const { create, use } = PEERS[peer];
  await use();
  const ours = new Engine(link(workload));
  const theirs = await create(workload, JSON.parse(ours.file()));
  await check(workload, ours, theirs, peer);
  const works = {
    epoch: [(n) => ours.train(n), (n) => theirs.train(n)],
    maps: [(n) => ours.map(RESOLUTION, n), (n) => { for (let k = 0; k < n; k++) theirs.map(RESOLUTION); }],
  };
  const { network, activation } = workload;
  const measured = [];
  for (const [work, row] of Object.entries(targets)) {
    const target = TARGETS[row][peer === 'convnetjs' ? 0 : 1];
    const turns = await alternate(...works[work], PACE);
    measured.push({ turns, line: (result) => ({ work, network, activation, peer, ...result, target }) });
  }
  theirs.dispose();
  ours.free();
  return measured;
}

async function peakShare(workload) {
  const ours = new Engine(link(workload));
  const epoch = operations(workload);
  // "Theirs" is the time the machine would need at its peak for the epoch's operations.
  const peakTurns = Math.ceil(epoch / peakOperations());
  const turns = await alternate((n) => ours.train(n), (n) => peak(n * peakTurns), PACE);
  ours.free();
  const { network, activation } = workload;
  const gigaflops = (time) => Number((epoch / time / 1000).toPrecision(3));
  const line = (result) => ({
    work: 'peak-share', network, activation, ...result, target: PEAK_TARGET,
    gigaflops: gigaflops(result.ours), peak: gigaflops(result.theirs),
  });
  return [{ turns, line }];
}

async function price(choice) {
  const plain = new Engine(link(CHOICE_BASE));
  const chosen = new Engine(link(CHOICE_BASE, CHOICES[choice]));
  const turns = await alternate((n) => plain.train(n), (n) => chosen.train(n), PACE);
  plain.free();
  chosen.free();
  const { network } = CHOICE_BASE;
  return [{ turns, line: (result) => ({ work: 'choice', choice, network, ...result, target: CHOICE_TARGETS[choice] }) }];
}

/**
 * Goes through all comparisons in every round, and prints a line once its last turns are there. A comparison yields what it
 * has measured: turns, and the line that tells their summary.
 */
async function inRounds(comparisons) {
  const seen = comparisons.map(() => []);
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [place, compare] of comparisons.entries()) {
      for (const [part, { turns, line }] of (await compare()).entries()) {
        const all = seen[place][part] ??= [];
        all.push(...turns);
        if (round === ROUNDS) print(line(rounded(summary(all))));
      }
    }
  }
}

/** What a long run with everything recorded adds to the module's memory, once its records are full. */
function memory() {
  const session = new Session(link(TINY));
  const full = session.run(100_000);
  const long = session.run(1_000_000);
  print({
    work: 'page', name: 'memory that 900,000 epochs add to 100,000', value: long - full, unit: 'bytes', target: 0,
    note: `${long / 2 ** 20} MiB; every moment recorded, a curve of ${session.samples()} points`,
  });
  session.free();
}

/** Time per epoch of everyone over a row of workloads. */
async function curve(name, workloads, horizontal) {
  const pace = { ...PACE, warmup: PACE.warmup / 2 };
  const point = (contestant, workload, time) =>
    print({ curve: name, contestant, at: horizontal(workload), time: Number(time.toPrecision(4)) });
  for (const workload of workloads) {
    const ours = new Engine(link(workload));
    const { points, network } = JSON.parse(ours.file());
    point('nabla', workload, await alone((n) => ours.train(n), pace));
    for (const [peer, { create, use }] of Object.entries(PEERS)) {
      await use();
      const theirs = await create(workload, { points, network });
      point(peer, workload, await alone((n) => theirs.train(n), pace));
      theirs.dispose();
    }
    ours.free();
  }
}

print({
  machine: cpus()[0]?.model.trim() ?? 'unknown', cores: availableParallelism(), node: process.version,
  system: `${type()} ${release()}`, quick,
});
memory();
const peers = Object.keys(PEERS);
await inRounds([
  ...LARGE.map((workload) => () => peakShare(workload)),
  ...Object.keys(CHOICES).map((choice) => () => price(choice)),
  ...SMALL.flatMap((workload) => peers.map((peer) => () => against(workload, peer, { epoch: 'small', maps: 'maps' }))),
  ...SMALL_32.flatMap((workload) => peers.map((peer) => () => against(workload, peer, { epoch: 'small-32' }))),
  ...[...LARGE, ...LARGE_32].flatMap((workload) => peers.map((peer) => () => against(workload, peer, { epoch: 'large' }))),
]);
if (options.includes('--curves')) {
  await curve('parameters', BY_PARAMETERS, parameters);
  await curve('samples', BY_SAMPLES, ({ samples }) => samples);
}
