/**
 * Compares the convolutions of every network at training batch sizes, with the tiles for GPUs, with
 * tfjs' own kernels on the same adapter. The unit tests compare with the CPU, which would take too
 * long at these sizes.
 */
import * as tf from '@tensorflow/tfjs-core';
import { openDevice } from '../../../src/ml/backends/open-device.ts';
import { variants } from '../../../src/ml/kernels/conv2d/variants.ts';
import { convolutionLayers, layerTitle } from '../../cases/convolution-layers.ts';
import { left, right } from '../../report/table.ts';
import { differenceOf, directions, LayerTensors, networks } from '../layers.ts';
import { tellProgress, tellTable } from '../parts/part.ts';

/** For sums of up to 65,536 products in another order, in float32. */
const tolerance = 1e-4;

/** Resolves to false if a difference is too large, or if not all layers were compared. */
export async function compareLayers(batch: number, signal: AbortSignal): Promise<boolean> {
  const device = await openDevice('webgpu');
  const rows: string[][] = [];
  const wrong: string[] = [];
  const layers = convolutionLayers(networks);
  const tellReached = () => tellProgress('convolutions', rows.length, layers.length, wrong);
  tellReached();
  try {
    for (const layer of layers) {
      const tensors = new LayerTensors(layer, batch);
      const row = [layerTitle(layer)];
      for (const direction of directions) {
        if (signal.aborted) return false;
        const difference = await differenceIn(tensors, direction);
        row.push(difference.toExponential(1));
        if (!(difference < tolerance)) wrong.push(`${layerTitle(layer)}, ${direction}`);
        // Gives other processes time, and lets an interruption arrive.
        await new Promise(setImmediate);
      }
      tensors.dispose();
      rows.push(row);
      tellReached();
      tellTable({
        title: `Convolutions at batch ${batch} against tfjs' own kernels: the largest relative difference`,
        columns: [left('layer'), ...directions.map(right)],
        rows,
        notes: [
          ...wrong.map((what) => `Wrong: ${what}.`),
          `${rows.length} of ${layers.length} sizes were compared; allowed is ${tolerance}.`,
        ],
      });
    }
  } finally {
    device.dispose();
  }
  return wrong.length === 0;
}

async function differenceIn(tensors: LayerTensors, direction: (typeof directions)[number]): Promise<number> {
  const [actual, expected] = [tensors.ours(direction, variants.gpu), tensors.stock(direction)];
  try {
    return await differenceOf(actual, expected);
  } finally {
    tf.dispose([actual, expected]);
  }
}
