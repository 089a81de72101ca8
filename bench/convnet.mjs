// ConvNetJS: plain JavaScript in f64.

import convnetjs from 'convnetjs';
import { FEATURES, pixels } from './workloads.mjs';

/** The workload's network with the same start, on the same points. */
export function create({ hidden, activation, features, batch }, { points, network }) {
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: 'input', out_sx: 1, out_sy: 1, out_depth: features.length },
    ...hidden.map((neurons) => ({ type: 'fc', num_neurons: neurons, activation })),
    { type: 'regression', num_neurons: 1 },
  ]);
  const dense = net.layers.filter((layer) => layer.layer_type === 'fc');
  network?.layers.forEach(({ weights, biases }, l) => {
    weights.forEach((row, neuron) => row.forEach((weight, k) => { dense[l].filters[neuron].w[k] = weight; }));
    biases.forEach((bias, neuron) => { dense[l].biases.w[neuron] = bias; });
  });
  const trainer = new convnetjs.Trainer(net, {
    method: 'sgd', learning_rate: 0.001, momentum: 0, batch_size: batch, l1_decay: 0, l2_decay: 0,
  });
  const volume = ([x, y]) => {
    const vol = new convnetjs.Vol(1, 1, features.length, 0);
    features.forEach((feature, k) => { vol.w[k] = FEATURES[feature](x, y); });
    return vol;
  };
  const inputs = points.train.map(volume);
  const targets = points.train.map(([, , label]) => [label]);
  const grids = new Map();
  // A layer's activation stands in the layer after its sums; the output's in the sums themselves.
  const seen = net.layers.filter(({ layer_type: type }) => type === activation).concat(dense.at(-1));

  return {
    train(epochs) {
      for (let epoch = 0; epoch < epochs; epoch++) {
        for (let k = 0; k < inputs.length; k++) trainer.train(inputs[k], targets[k]);
      }
    },
    /** All neurons, [neuron][pixel]. */
    map(resolution) {
      if (!grids.has(resolution)) grids.set(resolution, pixels(resolution).map(volume));
      const grid = grids.get(resolution);
      const neurons = seen.reduce((sum, layer) => sum + layer.out_depth, 0);
      const maps = new Float32Array(neurons * grid.length);
      for (let pixel = 0; pixel < grid.length; pixel++) {
        net.forward(grid[pixel], false);
        let place = pixel;
        for (const { out_act: { w } } of seen) {
          for (let k = 0; k < w.length; k++, place += grid.length) maps[place] = w[k];
        }
      }
      return maps;
    },
    loss() {
      const errors = inputs.map((input, k) => net.forward(input, false).w[0] - targets[k][0]);
      return errors.reduce((sum, error) => sum + 0.5 * error * error, 0) / errors.length;
    },
    dispose() {},
  };
}
