// TensorFlow.js, layers API, on the backend that is set.

import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { FEATURES, pixels } from './workloads.mjs';

// Its Node builds are CommonJS.
const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs-core');
const layers = require('@tensorflow/tfjs-layers');
require('@tensorflow/tfjs-backend-cpu');
const wasm = require('@tensorflow/tfjs-backend-wasm');
wasm.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + '/');
tf.env().set('PROD', true);
tf.enableProdMode();

/** Makes `cpu` or `wasm` the backend of what is created next. */
export async function use(backend) {
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no backend ${backend} here`);
  await tf.ready();
}

/** The workload's network with the same start, on the same points. */
export function create({ hidden, activation, features, batch }, { points, network }) {
  const model = layers.sequential();
  [...hidden, 1].forEach((units, layer) => model.add(layers.layers.dense({
    units,
    activation: layer < hidden.length ? activation : 'linear',
    ...(layer ? {} : { inputShape: [features.length] }),
  })));
  network?.layers.forEach(({ weights, biases }, l) => {
    const kernel = weights[0].map((_, input) => weights.map((row) => row[input]));
    tf.tidy(() => model.layers[l].setWeights([tf.tensor2d(kernel), tf.tensor1d(biases)]));
  });
  // Its loss is the mean of (o − t)², without the half.
  model.compile({ optimizer: tf.train.sgd(0.0005), loss: 'meanSquaredError' });
  const tensor = (list) => tf.tensor2d(list.map(([x, y]) => features.map((feature) => FEATURES[feature](x, y))));
  const x = tensor(points.train);
  const y = tf.tensor2d(points.train.map(([, , label]) => [label]));
  const neurons = layers.model({ inputs: model.inputs, outputs: model.layers.map((layer) => layer.output) });
  const grids = new Map();

  return {
    async train(epochs) {
      await model.fit(x, y, { epochs, batchSize: batch, shuffle: false, yieldEvery: 'never', verbose: 0 });
    },
    /** All neurons, layer by layer [pixel][neuron]. */
    map(resolution) {
      if (!grids.has(resolution)) grids.set(resolution, tensor(pixels(resolution)));
      return tf.tidy(() => {
        const outputs = neurons.predict(grids.get(resolution), { batchSize: resolution * resolution });
        return outputs.map((output) => output.dataSync());
      });
    },
    loss() {
      return tf.tidy(() => model.evaluate(x, y, { batchSize: points.train.length }).dataSync()[0] / 2);
    },
    dispose() {
      [x, y, model, ...grids.values()].forEach((it) => it.dispose());
    },
  };
}
