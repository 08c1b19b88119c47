/** A training step that changes nothing if the device could not execute all of it. */
import type * as tf from '@tensorflow/tfjs-core';
import { blocksWhileComputing, type SlicedBackend, webgpuBackend } from '../device/current-backend.ts';
import { memoryErrorOf, openErrorScope } from '../device/error-scopes.ts';
import { holdBack } from '../device/held-back.ts';
import type { Learner, StepBatch } from './learner.ts';

/** The device could not execute the step; `cause` is its error. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';

  constructor(
    override readonly cause: unknown,
    /** If true, weights and moments may hold anything; otherwise they are unchanged. */
    readonly hasChanged: boolean,
  ) {
    super(String(cause), { cause });
  }
}

/**
 * Like `learner.step(batch, learningRate)`. A step that is not replayed makes buffers; it resolves
 * when the device has made them and the update has been submitted, or rejects with `StepFailure`.
 * Nothing else may be submitted meanwhile. `goesOn` is called between the parts of a step that
 * takes long on a processor; once it returns false the step is abandoned and the result is null.
 */
export function guardedStep(
  learner: Learner,
  batch: StepBatch,
  learningRate: number,
): tf.Tensor1D | Promise<tf.Tensor1D>;
export function guardedStep(
  learner: Learner,
  batch: StepBatch,
  learningRate: number,
  goesOn: (() => Promise<boolean>) | null,
): tf.Tensor1D | Promise<tf.Tensor1D | null>;
export function guardedStep(
  learner: Learner,
  batch: StepBatch,
  learningRate: number,
  goesOn: (() => Promise<boolean>) | null = null,
): tf.Tensor1D | Promise<tf.Tensor1D | null> {
  const backend = webgpuBackend();
  if (goesOn && learner.stepInParts && blocksWhileComputing()) return inParts(learner, batch, learningRate, goesOn);
  if (backend && !learner.isReplayed(batch)) return checkedStep(backend, learner, batch, learningRate);
  const { step } = learner.optimizer;
  try {
    return learner.step(batch, learningRate);
  } catch (error) {
    learner.optimizer.step = step;
    throw error;
  }
}

async function inParts(
  learner: Learner,
  batch: StepBatch,
  learningRate: number,
  goesOn: () => Promise<boolean>,
): Promise<tf.Tensor1D | null> {
  const { step } = learner.optimizer;
  try {
    return (await learner.stepInParts?.(batch, learningRate, goesOn)) ?? null;
  } catch (error) {
    learner.optimizer.step = step;
    throw error;
  }
}

async function checkedStep(
  backend: SlicedBackend,
  learner: Learner,
  batch: StepBatch,
  learningRate: number,
): Promise<tf.Tensor1D> {
  const { optimizer } = learner;
  const before = optimizer.step;
  const scope = openErrorScope();
  const held = holdBack(backend);
  let measured: tf.Tensor1D | null = null;
  let failure: unknown = null;
  try {
    measured = learner.step(batch, learningRate);
  } catch (error) {
    failure = memoryErrorOf(error);
  }
  held.stop();
  failure = (await scope.end()) ?? failure;
  if (measured && failure === null) {
    held.release();
    return measured;
  }
  measured?.dispose();
  learner.forgetSteps();
  backend.freeUnused(0);
  optimizer.step = before;
  // If the update was not held back, it has been submitted with the rest.
  throw new StepFailure(failure, !held.holds && measured !== null);
}
