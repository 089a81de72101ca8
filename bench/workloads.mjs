// What is measured: networks as links, read by the engine and by its peers alike.

const SEVEN = ['x', 'y', 'xSquared', 'ySquared', 'xTimesY', 'sinX', 'sinY'];

/** What a network sees of a point, in the order of the engine's inputs. */
export const FEATURES = {
  x: (x) => x,
  y: (_, y) => y,
  xSquared: (x) => x * x,
  ySquared: (_, y) => y * y,
  xTimesY: (x, y) => x * y,
  sinX: Math.sin,
  sinY: (_, y) => Math.sin(y),
};

/** A network with a set to train on, a share of all points; the output is linear, which every peer can express. */
function workload(network, hidden, given = {}) {
  const { activation = 'tanh', features = SEVEN, samples = 250, batch = 10, percent = 50 } = given;
  return { network, hidden, activation, features, samples, batch, percent };
}

const repeat = (neurons, layers) => Array(layers).fill(neurons);
const both = (...given) =>
  ['tanh', 'relu'].map((activation) => workload(given[0], given[1], { ...given[2], activation }));

export const SMALL = [
  ...both('2-4-2-1', [4, 2], { features: ['x', 'y'] }),
  ...both('7-8-8-1', [8, 8]),
  ...both('7-8x6-1', repeat(8, 6)),
];
export const LARGE = both('7-32x8-1', repeat(32, 8), { samples: 2000, batch: 50 });

/** Minibatches of 32, Keras's default; no smaller one is left over, which peers treat in ways of their own. */
export const SMALL_32 = both('7-8-8-1, minibatches of 32', [8, 8], { samples: 256, batch: 32 });
export const LARGE_32 = both('7-32x8-1, minibatches of 32', repeat(32, 8), { samples: 2016, batch: 32 });

/** The largest network that TensorFlow Playground has, on the page. */
export const LARGEST_OF_TFP = workload('7-8x6-1', repeat(8, 6));
/** A network that is slow to draw. */
export const LARGEST = workload('7-32x8-1', repeat(32, 8), { batch: 30 });
/** The page's recipe for the spiral. */
export const SPIRAL = 'dataset=spiral&networkShape=8,8&xSquared=true&ySquared=true&xTimesY=true&sinX=true&sinY=true&learningRate=0.03';

/** Settings whose price is measured against plain SGD, as the ends of a link. */
export const CHOICES = {
  adam: 'optimizer=adam',
  'batch-norm': 'batchNorm=true',
  dropout: 'dropout=0.2',
  softmax: 'problem=multiclass&dataset=blobs&classes=5&loss=cross-entropy',
};
export const CHOICE_BASE = workload('7-8-8-1', [8, 8]);

/** One neuron and one minibatch an epoch: a million epochs are soon done. */
export const TINY = workload('2-1-1', [1], { features: ['x', 'y'], samples: 8, batch: 8 });

/** From some tens of parameters to a hundred thousand. */
export const BY_PARAMETERS = [
  [4, 2], [8, 8], repeat(8, 6), repeat(16, 4), repeat(16, 8), repeat(32, 3), repeat(32, 5), repeat(32, 8),
  repeat(96, 3), repeat(128, 7),
].map((hidden) => workload(hidden.join('-'), hidden));

/** Up to nine tenths of as many points as there may be. */
export const BY_SAMPLES = [90, 270, 900, 2700, 9000, 18000].map((samples) =>
  workload('7-8-8-1', [8, 8], { samples, percent: 90 }));

/** Inputs and neurons of each layer, the output last. */
export function shape({ features, hidden }) {
  const neurons = [...hidden, 1];
  return neurons.map((count, layer) => [layer ? neurons[layer - 1] : features.length, count]);
}

/** Weights and biases. */
export const parameters = (workload) =>
  shape(workload).reduce((sum, [inputs, neurons]) => sum + (inputs + 1) * neurons, 0);

/**
 * Additions, multiplications and divisions of an epoch, each counted once, padding and comparisons not at all.
 *
 * A sample costs forward 2·inputs·neurons a layer (the sum starts at the bias); backward as much for dE/dW, as much
 * again for dE/dx except in the first layer, and one addition a neuron for dE/db; for a hidden neuron's tanh 20 (a
 * rational function) and its slope 3, for ReLU's slope 1; 2 for the output's error. An update costs 2 a parameter.
 */
export function operations(workload) {
  const { activation, samples, batch } = workload;
  const curve = activation === 'tanh' ? 20 + 3 : 1;
  const sample = shape(workload).reduce((sum, [inputs, neurons], layer, all) => {
    const products = (layer ? 6 : 4) * inputs * neurons;
    return sum + products + neurons + (layer + 1 < all.length ? curve * neurons : 2);
  }, 0);
  return sample * samples + 2 * parameters(workload) * Math.ceil(samples / batch);
}

/** The workload as a playground link. */
export function link({ hidden, activation, features, samples, batch, percent }, more = '') {
  const settings = {
    seed: 'bench', noise: 20, percTrainData: percent, samples: Math.round(samples * 100 / percent), batchSize: batch,
    learningRate: 0.001, problem: 'regression', regDataset: 'reg-gauss', initializer: 'xavier-uniform', activation, networkShape: hidden.join(),
  };
  for (const feature of Object.keys(FEATURES)) settings[feature] = features.includes(feature);
  for (const [key, value] of new URLSearchParams(more)) settings[key] = value;
  return new URLSearchParams(settings).toString();
}

/** The centres of the map's pixels, as the engine takes them. */
export function pixels(resolution) {
  const at = (k) => ((k + 0.5) / resolution * 2 - 1) * 6;
  const all = [...Array(resolution).keys()];
  return all.flatMap((row) => all.map((column) => [at(column), -at(row)]));
}
