//! Samples gathered into minibatches as the layers read them: feature-major, in lanes.

use crate::lanes::padded;
use crate::samples::Samples;
use crate::{Real, Remainder};

/// The minibatches of a set, `size` samples each; what is left over is the [`Remainder`]'s.
///
/// Those that are gathered at one time lie one after the other, each `[input][lane]`, `[lane][input]` for gradients, and
/// `[output][lane]`, rows padded with zeros.
#[derive(Clone, Debug)]
pub(crate) struct Minibatches<R> {
    count: usize,
    size: usize,
    remainder: Remainder,
    /// How many samples of the epoch before the first minibatch begins with.
    carried: usize,
    width: usize,
    outputs: usize,
    /// How many are gathered at one time.
    room: usize,
    /// The first of those that are gathered; none at the start.
    first: Option<usize>,
    inputs: Vec<R>,
    /// Empty where no gradient is asked for.
    transposed: Vec<R>,
    targets: Vec<R>,
}

/// One minibatch.
pub(crate) struct Minibatch<'a, R> {
    /// `[input][lane]`.
    pub inputs: &'a [R],
    /// The same as `[lane][input]`; empty where no gradient is asked for.
    pub transposed: &'a [R],
    /// `[output][lane]`.
    pub targets: &'a [R],
    /// Samples; the lanes after them are padding.
    pub count: usize,
    /// Lanes, a multiple of [`LANES`](crate::LANES).
    pub lanes: usize,
}

impl<R: Real> Minibatches<R> {
    /// Minibatches to train on; none is gathered yet.
    pub fn new(samples: &Samples<R>, size: usize, remainder: Remainder) -> Self {
        Self::with_room(samples, size, remainder, true)
    }

    /// Minibatches to measure: those of points are gathered already, those of bytes are when they are visited.
    pub fn to_measure(samples: &Samples<R>, size: usize) -> Self {
        let mut all = Self::with_room(samples, size, Remainder::Own, false);
        if samples.are_bytes() {
            (all.inputs, all.targets) = (Vec::new(), Vec::new());
        } else if all.len() > 0 {
            all.gather(samples, None, 0);
        }
        all
    }

    fn with_room(samples: &Samples<R>, size: usize, remainder: Remainder, gradients: bool) -> Self {
        let count = samples.count();
        let (width, outputs) = (samples.width(), samples.outputs());
        let (inputs, transposed, targets) = (Vec::new(), Vec::new(), Vec::new());
        let size = size.min(count).max(1);
        let (carried, room, first) = (0, 1, None);
        let mut all = Self {
            count,
            size,
            remainder,
            carried,
            width,
            outputs,
            room,
            first,
            inputs,
            transposed,
            targets,
        };
        // A small network's step on points takes no longer than gathering them: an epoch is gathered once, and again only
        // when its order changes. Bytes would be four times as large, and their networks' steps are long.
        all.room = if samples.are_bytes() { 1 } else { all.len() };
        let zeros = |numbers: usize| vec![R::ZERO; all.room * all.max_lanes() * numbers];
        let transposed = if gradients { padded(width) } else { 0 };
        (all.inputs, all.transposed, all.targets) = (zeros(width), zeros(transposed), zeros(outputs));
        all
    }

    /// How many minibatches an epoch has.
    pub fn len(&self) -> usize {
        match self.remainder {
            Remainder::Own => self.count.div_ceil(self.size),
            Remainder::Carry | Remainder::Drop => self.count / self.size,
        }
    }

    /// How many samples an epoch leaves over for the next one.
    pub fn left_over(&self) -> usize {
        if self.remainder == Remainder::Carry { self.count % self.size } else { 0 }
    }

    /// Lanes of the largest one.
    pub fn max_lanes(&self) -> usize {
        padded((self.size + self.left_over()).min(self.count))
    }

    /// Lanes of minibatch `index`.
    pub fn lanes(&self, index: usize) -> usize {
        padded(self.samples_of(index))
    }

    fn samples_of(&self, index: usize) -> usize {
        let carried = if index == 0 { self.carried } else { 0 };
        carried + self.size.min(self.count - index * self.size)
    }

    /// Begins an epoch in another order, whose first places are samples that the epoch before has left over; what is
    /// gathered is forgotten.
    pub fn reorder(&mut self, carried: usize) {
        self.carried = carried;
        self.first = None;
    }

    /// Whether minibatch `index` is gathered.
    #[inline(always)]
    pub fn holds(&self, index: usize) -> bool {
        self.first.is_some_and(|first| index >= first && index < first + self.room)
    }

    /// Minibatch `index`, below [`Self::len`]: gathered if need be, with those after it for which there is room. Place p of
    /// the epoch takes sample `order[p]`, or p without an order; with carried samples there is one. Allocates nothing.
    #[inline(always)]
    pub fn gathered(
        &mut self,
        samples: &Samples<R>,
        order: Option<&[u32]>,
        index: usize,
    ) -> Minibatch<'_, R> {
        if !self.holds(index) {
            self.gather(samples, order, index);
        }
        self.minibatch(index)
    }

    #[inline(never)]
    fn gather(&mut self, samples: &Samples<R>, order: Option<&[u32]>, index: usize) {
        let first = if self.room == self.len() { 0 } else { index };
        self.first = Some(first);
        for index in first..self.len().min(first + self.room) {
            let (start, count, lanes) = (self.start(index), self.samples_of(index), self.lanes(index));
            let place = |lane: usize| {
                let before = if index == 0 { 0 } else { self.carried + index * self.size };
                let place = before + lane;
                order.map_or(place, |order| order[place] as usize)
            };
            let row = |input: usize| (start * self.width + input * lanes, input);
            for (from, input) in (0..self.width).map(row) {
                let row = &mut self.inputs[from..from + lanes];
                row[count..].fill(R::ZERO);
                for (lane, value) in row[..count].iter_mut().enumerate() {
                    *value = samples.input(input, place(lane));
                }
            }
            if !self.transposed.is_empty() {
                for lane in 0..count {
                    let row = &mut self.transposed[(start + lane) * padded(self.width)..][..self.width];
                    for (input, value) in row.iter_mut().enumerate() {
                        *value = self.inputs[start * self.width + input * lanes + lane];
                    }
                }
            }
            for output in 0..self.outputs {
                let row = &mut self.targets[start * self.outputs + output * lanes..][..lanes];
                row[count..].fill(R::ZERO);
                for (lane, value) in row[..count].iter_mut().enumerate() {
                    *value = samples.target(output, place(lane));
                }
            }
        }
    }

    /// The lane at which a gathered minibatch begins.
    fn start(&self, index: usize) -> usize {
        (index - self.first.unwrap_or(0)) * self.max_lanes()
    }

    /// Minibatch `index`, which is gathered.
    #[inline(always)]
    fn minibatch(&self, index: usize) -> Minibatch<'_, R> {
        let (start, lanes) = (self.start(index), self.lanes(index));
        let of = |values: &'_ [R], width: usize| -> std::ops::Range<usize> {
            let width = if values.is_empty() { 0 } else { width };
            start * width..(start + lanes) * width
        };
        Minibatch {
            inputs: &self.inputs[of(&self.inputs, self.width)],
            transposed: &self.transposed[of(&self.transposed, padded(self.width))],
            targets: &self.targets[of(&self.targets, self.outputs)],
            count: self.samples_of(index),
            lanes,
        }
    }

    /// Visits every so-many-th minibatch, in the samples' own order. What is gathered already is not gathered again; the
    /// others are gathered into room of the visit's own, so that looking changes nothing.
    pub fn visit(&self, samples: &Samples<R>, every: usize, mut visit: impl FnMut(Minibatch<'_, R>)) {
        let indices = (0..self.len()).step_by(every.max(1));
        if self.len() > 0 && self.holds(0) && self.room == self.len() {
            indices.for_each(|index| visit(self.minibatch(index)));
        } else {
            let mut own = Self::with_room(samples, self.size, self.remainder, false);
            indices.for_each(|index| visit(own.gathered(samples, None, index)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, Data, Inputs, Point, Problem, Targets};
    use std::sync::Arc;
    use strum::VariantArray;

    fn samples(count: usize) -> Samples<f32> {
        let points: Vec<_> =
            (0..count).map(|k| Point { x: k as f64, y: -(k as f64), label: 2.0 * k as f64 }).collect();
        let mut config = Config::default();
        config.data.problem = Problem::Regression;
        let data = Arc::new(Data::of_points(&points, Problem::Regression, 3));
        Samples::new(&data, (0..count as u32).collect(), &config, None)
    }

    /// As many bytes as make a set too large to be kept.
    fn many(count: usize) -> Samples<f32> {
        let values = (0..count * 784).map(|k| (k / 784 % 251) as u8).collect();
        let inputs = Inputs::Bytes { width: 784, full: 250, values };
        let targets = Targets::Classes { count: 10, values: (0..count).map(|k| (k % 10) as u8).collect() };
        let data = Arc::new(Data::new(inputs, targets).unwrap());
        Samples::new(&data, (0..count as u32).rev().collect(), &Config::default(), None)
    }

    #[test]
    fn minibatches_keep_order_and_pad_with_zeros() {
        let (samples, mut batches) = (samples(8), Minibatches::new(&samples(8), 5, Remainder::Own));
        assert_eq!(batches.len(), 2);
        let first = batches.gathered(&samples, None, 0);
        assert_eq!((first.count, first.lanes), (5, 8));
        assert_eq!(first.inputs[..8], [0.0, 1.0, 2.0, 3.0, 4.0, 0.0, 0.0, 0.0]);
        let last = batches.gathered(&samples, None, 1);
        assert_eq!((last.count, last.lanes), (3, 4));
        assert_eq!(last.inputs, [5.0, 6.0, 7.0, 0.0, -5.0, -6.0, -7.0, 0.0]);
        assert_eq!(last.transposed[..8], [5.0, -5.0, 0.0, 0.0, 6.0, -6.0, 0.0, 0.0]);
        assert_eq!(last.targets, [10.0, 12.0, 14.0, 0.0]);
    }

    #[test]
    fn another_order_moves_inputs_and_targets_together() {
        let (samples, mut batches) = (samples(8), Minibatches::new(&samples(8), 5, Remainder::Own));
        batches.gathered(&samples, None, 0);
        batches.reorder(0);
        let order: Vec<u32> = (0..8).rev().collect();
        let last = batches.gathered(&samples, Some(&order), 1);
        assert_eq!(last.inputs, [2.0, 1.0, 0.0, 0.0, -2.0, -1.0, 0.0, 0.0]);
        assert_eq!(last.transposed[..8], [2.0, -2.0, 0.0, 0.0, 1.0, -1.0, 0.0, 0.0]);
        assert_eq!(last.targets, [4.0, 2.0, 0.0, 0.0]);
    }

    /// Eight samples in minibatches of three: two are left over, and begin the next epoch.
    #[test]
    fn what_is_left_over_begins_the_next_epoch() {
        let taken = |remainder, order: &[u32], carried| {
            let mut batches = Minibatches::new(&samples(8), 3, remainder);
            batches.reorder(carried);
            let all = 0..batches.len();
            let row = |index| {
                let batch = batches.gathered(&samples(8), Some(order), index);
                batch.inputs[..batch.count].iter().map(|&x| x as u32).collect::<Vec<_>>()
            };
            all.map(row).collect::<Vec<_>>()
        };
        let first: Vec<u32> = (0..8).collect();
        let next = [6, 7, 0, 1, 2, 3, 4, 5, 6, 7];
        assert_eq!(taken(Remainder::Carry, &first, 0), [vec![0, 1, 2], vec![3, 4, 5]]);
        assert_eq!(taken(Remainder::Carry, &next, 2), [vec![6, 7, 0, 1, 2], vec![3, 4, 5]]);
        assert_eq!(taken(Remainder::Own, &first, 0), [vec![0, 1, 2], vec![3, 4, 5], vec![6, 7]]);
        assert_eq!(taken(Remainder::Drop, &first, 0), [vec![0, 1, 2], vec![3, 4, 5]]);
        let left_over = |remainder| Minibatches::new(&samples(8), 3, remainder).left_over();
        assert_eq!(Remainder::VARIANTS.iter().map(|&it| left_over(it)).collect::<Vec<_>>(), [2, 0, 0]);
    }

    /// Gathered one by one, with the same padding after a larger one has been there.
    #[test]
    fn a_large_set_is_gathered_one_minibatch_at_a_time() {
        let samples = many(1001);
        let mut batches = Minibatches::new(&samples, 500, Remainder::Own);
        assert_eq!((batches.room, batches.len()), (1, 3));
        for index in [0, 2, 1] {
            let batch = batches.gathered(&samples, None, index);
            let count = [500, 500, 1][index];
            assert_eq!((batch.count, batch.lanes), (count, padded(count)));
            for lane in 0..batch.lanes {
                let sample = 1000_usize.wrapping_sub(index * 500 + lane);
                let is_there = lane < count;
                let value = if is_there { (sample % 251) as f32 / 250.0 } else { 0.0 };
                assert_eq!(batch.inputs[783 * batch.lanes + lane], value);
                let class = usize::from(is_there) * (sample % 10);
                assert_eq!(batch.targets[class * batch.lanes + lane], f32::from(u8::from(is_there)));
                if is_there {
                    assert_eq!(batch.transposed[lane * 784 + 783], value);
                }
            }
        }
        let mut seen = 0;
        batches.visit(&samples, 2, |batch| seen += batch.count);
        assert_eq!(seen, 501);
    }

    #[test]
    fn an_empty_set_has_no_minibatches() {
        let (samples, batches) = (samples(0), Minibatches::new(&samples(0), 5, Remainder::Carry));
        batches.visit(&samples, 1, |_| panic!("there is none"));
        assert_eq!(batches.len(), 0);
    }
}
