/**
 * Linear layers of one input in tfjs' registry, for its WebGPU backend: one dispatch forward and
 * one back, for any number of layers. The gradient of their input, a sum over the layers, is added
 * up together with the deferred sums of other layers.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { inOneRange, tensorsInOneRange } from '../../device/one-range.ts';
import type { SlicedBackend } from '../../device/sliced-backend.ts';
import { deferSum } from '../deferred-sum/index.ts';
import { type ComputeProgram, dispatch } from '../shared/compute-program.ts';
import { dispatchFused, type Job } from '../shared/fused-dispatch.ts';
import { tableOf } from '../shared/lookup-numbers.ts';
import { componentsFor } from '../shared/vector-width.ts';
import { type List, registerListKernel } from './list-kernel.ts';
import { severalForward, severalInputGradient, severalWeightGradients, tile } from './several.wgsl.ts';

const kernelName = 'LinearLayers';

interface Layers {
  readonly x: tf.TensorInfo;
  readonly weights: List;
  readonly biases: List;
  readonly rows: number;
  readonly inFeatures: number;
  readonly outFeatures: readonly number[];
}

function layersOf([x, ...parameters]: List): Layers {
  const [rows = 0, inFeatures = 0] = x?.shape ?? [];
  const weights = parameters.filter((_, i) => i % 2 === 0);
  const biases = parameters.filter((_, i) => i % 2 === 1);
  if (x === undefined || biases.length === 0) throw new Error('linear layers of nothing');
  return { x, weights, biases, rows, inFeatures, outFeatures: biases.map(({ shape }) => shape[0] ?? 0) };
}

/** `offsets` of a layer's three tensors, in floats; `invocations` of a layer. */
function job(
  backend: SlicedBackend,
  program: (components: 1 | 4) => ComputeProgram,
  { rows, inFeatures, outFeatures }: Layers,
  offsets: readonly (readonly number[])[],
  invocations: (outFeatures: number, elements: number) => number,
  call: Pick<Job['call'], 'reads' | 'writes'>,
): Job {
  const components = componentsFor(inFeatures);
  const elements = inFeatures / components;
  const compiled = program(components);
  const table: number[] = [];
  let workgroups = 0;
  for (const [i, features] of outFeatures.entries()) {
    table.push(workgroups, features, ...offsets.map((of) => of[i] ?? 0));
    workgroups += Math.ceil(invocations(features, elements) / compiled.workgroup);
  }
  return {
    program: compiled,
    call: {
      uniforms: { layers: outFeatures.length, rows, features: elements },
      reads: { ...call.reads, table: tableOf(backend, table) },
      writes: call.writes,
      workgroups,
    },
  };
}

const tiles = (count: number): number => Math.ceil(count / tile);

function runForward(backend: SlicedBackend, inputs: List): tf.TensorInfo[] {
  const layers = layersOf(inputs);
  const { x, weights, biases, rows, outFeatures } = layers;
  const parameters = inOneRange(backend, [...weights, ...biases]);
  const results = tensorsInOneRange(
    backend,
    outFeatures.map((features) => [rows, features]),
  );
  const { length } = weights;
  const offsets = [parameters.offsets.slice(0, length), parameters.offsets.slice(length), results.offsets];
  const { program, call } = job(backend, severalForward, layers, offsets, (features) => tiles(features) * tiles(rows), {
    reads: { x, weights: parameters.range },
    writes: { result: results.range },
  });
  dispatch(backend, program, call);
  parameters.dispose();
  return results.tensors;
}

/** The gradients of x, then of weight and bias of each layer. */
function runBackward(backend: SlicedBackend, inputs: List): tf.TensorInfo[] {
  const count = (inputs.length - 1) / 3;
  const layers = layersOf(inputs.slice(0, 1 + 2 * count));
  const { x, weights, rows, inFeatures, outFeatures } = layers;
  const stride = Math.ceil((rows * inFeatures) / 4) * 4;
  const parameters = inOneRange(backend, weights);
  const dy = inOneRange(backend, inputs.slice(1 + 2 * count));
  const gradients = tensorsInOneRange(
    backend,
    outFeatures.flatMap((features) => [[features, inFeatures], [features]]),
  );
  const { results, jobs } = deferSum(backend, [
    {
      parts: count,
      shape: x.shape,
      stride,
      job: (result) =>
        job(
          backend,
          severalInputGradient,
          layers,
          [dy.offsets, parameters.offsets, outFeatures.map((_, i) => i * stride)],
          (_, elements) => elements * tiles(rows),
          { reads: { dy: dy.range, weights: parameters.range }, writes: { result } },
        ),
    },
  ]);
  const ofWeights = gradients.offsets.filter((_, i) => i % 2 === 0);
  const ofBiases = gradients.offsets.filter((_, i) => i % 2 === 1);
  jobs.push(
    job(
      backend,
      severalWeightGradients,
      layers,
      [dy.offsets, ofWeights, ofBiases],
      (features, elements) => elements * tiles(features),
      { reads: { x, dy: dy.range }, writes: { result: gradients.range } },
    ),
  );
  dispatchFused(backend, jobs);
  parameters.dispose();
  dy.dispose();
  return [...results, ...gradients.tensors];
}

/** See `linearLayers`. Only while the WebGPU backend is the current one. */
export const webgpuLinearLayers = registerListKernel(kernelName, runForward, runBackward);
