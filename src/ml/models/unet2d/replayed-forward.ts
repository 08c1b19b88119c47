/**
 * A U-Net for inference that gets the same batch shape again and again: a sampler with fifty steps
 * runs one pass fifty times. From the second pass of a shape on, the pass is recorded and replayed,
 * so that a step costs the script next to nothing.
 */
import * as tf from '@tensorflow/tfjs-core';
import { webgpuBackend } from '../../device/current-backend.ts';
import { createLiveTensor, type LiveTensor, type LiveValues } from '../../device/live-tensors.ts';
import { createReplayable, type Replayable } from '../../device/replay.ts';
import { labelNumbers, labelType } from './class-conditioning.ts';
import { areWeights, type ClassLabels } from './embedding.ts';
import type { UNet2DModel } from './index.ts';

/**
 * A recording holds the memory of a pass. Sampling in parts needs two: one for full parts, one for
 * the remainder.
 */
const mostRecordings = 2;

interface Pass {
  readonly x: LiveTensor;
  readonly timesteps: LiveTensor;
  readonly labels: LiveTensor | null;
  readonly replayable: Replayable;
}

/**
 * Gives the same outputs, but no gradients. Takes ownership of the model: disposing of the result
 * frees it and all recordings. Passes whose timesteps and labels are already tensors run as before.
 */
export function withReplayedForward(model: UNet2DModel): UNet2DModel {
  if (!webgpuBackend()) return model;
  const type = labelType(model.config);
  const seen = new Set<string>();
  const passes = new Map<string, Pass>();

  function record(shape: [number, number, number, number], classes: ClassNumbers | undefined): Pass {
    const [count] = shape;
    const x = createLiveTensor(shape, 'float32');
    const timesteps = createLiveTensor([count], 'float32');
    const labels = classes ? createLiveTensor([...classes.shape], classes.type) : null;
    const compute = () =>
      model.forward(
        x.tensor as tf.Tensor4D,
        timesteps.tensor as tf.Tensor1D,
        labels?.tensor as tf.Tensor1D | tf.Tensor2D | undefined,
      );
    const replayable = createReplayable(compute, `U-Net pass of ${count}`);
    return { x, timesteps, labels, replayable };
  }

  function passOf(x: tf.Tensor4D, classes: ClassNumbers | undefined): Pass | null {
    const key = `${x.shape} ${classes?.shape}`;
    const known = passes.get(key);
    if (known) return known;
    // The first pass of a shape is not recorded: it may be the only one.
    if (!seen.has(key)) {
      seen.add(key);
      return null;
    }
    const [oldest] = passes;
    if (oldest && passes.size >= mostRecordings) {
      passes.delete(oldest[0]);
      disposePass(oldest[1]);
    }
    const pass = record(x.shape, classes);
    passes.set(key, pass);
    return pass;
  }

  return {
    ...model,
    forward(x, timesteps, labels) {
      if (timesteps instanceof tf.Tensor || labels instanceof tf.Tensor) return model.forward(x, timesteps, labels);
      const [times, classes] = [Float32Array.from(timesteps), labels && numbersOf(labels, type)];
      const pass = passOf(x, classes);
      if (pass === null) {
        // As tensors, like in a recording, because values computed on the host may differ in their
        // last digits.
        return model.forward(x, tf.tensor1d(times), classes && asTensor(classes));
      }
      pass.x.copy(x);
      pass.timesteps.write(times);
      if (classes) pass.labels?.write(classes.values);
      return pass.replayable.run() as tf.Tensor4D;
    },
    dispose() {
      for (const pass of passes.values()) disposePass(pass);
      passes.clear();
      model.dispose();
    },
  };
}

/** One label per image, or a row of weights for each. */
interface ClassNumbers {
  readonly values: LiveValues;
  readonly shape: readonly [number] | readonly [number, number];
  readonly type: 'int32' | 'float32';
}

function numbersOf(labels: Exclude<ClassLabels, tf.Tensor>, type: 'int32' | 'float32'): ClassNumbers {
  if (!areWeights(labels)) return { values: labelNumbers(labels, type), shape: [labels.length], type };
  const { weights, count } = labels;
  return { values: weights, shape: [weights.length / count, count], type: 'float32' };
}

const asTensor = ({ values, shape, type }: ClassNumbers): tf.Tensor1D | tf.Tensor2D =>
  shape.length === 1 ? tf.tensor1d(values, type) : tf.tensor2d(values, [...shape], type);

function disposePass({ x, timesteps, labels, replayable }: Pass): void {
  replayable.dispose();
  for (const live of [x, timesteps, labels]) live?.dispose();
}
