/**
 * Converts between variables on the device and named tensors in PyTorch's layouts, for checkpoints.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensors } from '../ml/checkpoint/safetensors.ts';
import type { TrainingTensors } from '../ml/checkpoint/training-tensors.ts';
import type { ParameterSource } from '../ml/nn/parameters.ts';
import { fromTorchLayout, toTorchLayout } from '../ml/nn/torch-layout.ts';
import type { Optimizer } from '../ml/training/optimizer.ts';

/** Waits for the device. */
export async function readTensors(variables: ReadonlyMap<string, tf.Variable>): Promise<NamedTensors> {
  const read = [...variables].map(async ([name, variable]) => {
    // A copy: the cpu backend returns the very values that the next step may overwrite.
    const values = Float32Array.from(await variable.data<'float32'>());
    return [name, toTorchLayout({ shape: variable.shape, values })] as const;
  });
  return new Map(await Promise.all(read));
}

/** `tensors` have the names and shapes of the variables; the checkpoint was checked for that. */
function writeTensors(variables: ReadonlyMap<string, tf.Variable>, tensors: NamedTensors): void {
  for (const [name, variable] of variables) {
    const { shape, values } = fromTorchLayout(required(tensors, name));
    tf.tidy(() => variable.assign(tf.tensor(Float32Array.from(values), [...shape])));
  }
}

/** The optimizer's state, and the averaged weights if there are any. Waits for the device. */
export async function readOptimizer({ expAvg, expAvgSq, momentum, ema }: Optimizer) {
  const read = await Promise.all([
    readTensors(expAvg),
    readTensors(expAvgSq),
    readTensors(momentum),
    ema && readTensors(ema),
  ]);
  return { expAvg: read[0], expAvgSq: read[1], momentum: read[2], ema: read[3] };
}

/** `weights`: the averaged ones, used if the optimizer averages. */
export function writeOptimizer(
  optimizer: Optimizer,
  step: number,
  { expAvg, expAvgSq, momentum }: TrainingTensors,
  weights: NamedTensors,
): void {
  optimizer.step = step;
  writeTensors(optimizer.expAvg, expAvg);
  writeTensors(optimizer.expAvgSq, expAvgSq);
  writeTensors(optimizer.momentum, momentum);
  if (optimizer.ema) writeTensors(optimizer.ema, weights);
}

/** A network's initial weights from these tensors. */
export function numbersOf(tensors: NamedTensors): ParameterSource {
  return ({ name }) => Float32Array.from(required(tensors, name).values);
}

function required(tensors: NamedTensors, name: string) {
  const tensor = tensors.get(name);
  if (!tensor) throw new Error(`no tensor ${name}`);
  return tensor;
}
