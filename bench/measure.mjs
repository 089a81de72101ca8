// Times and their medians. Only ratios of alternating runs mean something on a machine that does other things too.

export const median = (values) => quantile(values, 0.5);

/** Between the nearest two. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  return sorted[below] + (place - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
}

/** Microseconds of one of `count`. */
async function time(run, count) {
  const start = performance.now();
  await run(count);
  return (performance.now() - start) * 1000 / count;
}

/** How many make a run that the clock can see, once the code is as fast as it gets. */
async function calibrate(run, { slice, warmup }) {
  const start = performance.now();
  let count = 1;
  let each;
  do {
    each = await time(run, count);
    if (each * count < slice * 1000) count *= 2;
  } while (performance.now() - start < warmup);
  return Math.max(1, Math.ceil(slice * 1000 / each));
}

/** Runs one against the other, turn by turn: the times of both, a pair a turn. */
export async function alternate(ours, theirs, pace) {
  const counts = [await calibrate(ours, pace), await calibrate(theirs, pace)];
  const turns = [];
  for (let turn = 0; turn < pace.turns; turn++) {
    // Whoever goes first may find the processor in another mood: they take turns at that too.
    const first = turn % 2;
    const times = [];
    times[first] = await time([ours, theirs][first], counts[first]);
    times[1 - first] = await time([ours, theirs][1 - first], counts[1 - first]);
    turns.push(times);
  }
  return turns;
}

/** Medians of both over all turns, of their ratio, and its middle half. */
export function summary(turns) {
  const ratios = turns.map(([ours, theirs]) => theirs / ours);
  return {
    ratio: median(ratios),
    low: quantile(ratios, 0.25),
    high: quantile(ratios, 0.75),
    ours: median(turns.map(([ours]) => ours)),
    theirs: median(turns.map(([, theirs]) => theirs)),
  };
}

/** The median time of one alone, in microseconds. */
export async function alone(run, pace) {
  const count = await calibrate(run, pace);
  const times = [];
  for (let turn = 0; turn < pace.turns; turn++) times.push(await time(run, count));
  return median(times);
}
