/** The batch kernel: only a few words change from step to step, one for each image among them. */
import * as tf from '@tensorflow/tfjs-core';
import { flipsOf } from '../../data/augmentation.ts';
import type { PictureShape } from '../../data/description.ts';
import type { DeviceImages } from '../../data/device-images.ts';
import type { SlicedBackend } from '../../device/current-backend.ts';
import { createLiveTensor } from '../../device/live-tensors.ts';
import { dispatch } from '../../kernels/shared/compute-program.ts';
import { batchProgram, imageWordsOf, keyWords, mirroredBit } from './batch.wgsl.ts';
import type { BatchAssembly, BatchContents } from './contents.ts';

/**
 * Batches of `count` images of one shape. `stored`: all images, on the device; null: every batch
 * brings its own bytes.
 */
export function createFusedBatch(
  backend: SlicedBackend,
  { kernel, uniforms, tables, noiseDraws }: BatchContents,
  shape: PictureShape,
  count: number,
  stored: DeviceImages | null,
): BatchAssembly {
  const nearest = noiseDraws > 1;
  const program = batchProgram(kernel, shape, nearest);
  const imageWords = imageWordsOf(shape);
  const words = new Int32Array(keyWords + count);
  const draw = createLiveTensor([words.length], 'int32');
  const source = stored ? { buffer: stored.buffer } : createLiveTensor([count * imageWords], 'int32');
  const table = tf.tidy(() => keptAll(tables()));

  return {
    write(batch, { noise, levels, flips }) {
      words.set([...noise.key, ...levels.key]);
      if ('stored' in batch) words.set(batch.indices, keyWords);
      else for (let i = 0; i < count; i++) words[keyWords + i] = i;
      for (const [i, flip] of (flips ? flipsOf(count, flips) : []).entries()) {
        if (flip) words[keyWords + i] = (words[keyWords + i] ?? 0) | mirroredBit;
      }
      draw.write(words);
      if ('bytes' in batch && 'write' in source) source.write(packed(batch.bytes));
    },
    make() {
      const engine = tf.engine();
      const output = (shape: number[]) => engine.makeTensorFromTensorInfo(backend.makeTensorInfo(shape, 'float32'));
      const pictures = [count, shape.side, shape.side, shape.channels];
      const [noisy, target] = [output(pictures) as tf.Tensor4D, output(pictures) as tf.Tensor4D];
      const timesteps = kernel.timesteps ? (output([count]) as tf.Tensor1D) : null;
      const weights = kernel.weights ? (output([count, 1, 1, 1]) as tf.Tensor4D) : null;
      dispatch(backend, program, {
        uniforms: { count, ...(nearest && { draws: noiseDraws }), ...uniforms },
        reads: { images: 'buffer' in source ? source.buffer : source.tensor, draw: draw.tensor, ...table },
        writes: { noisy, answer: target, ...(timesteps && { timesteps }), ...(weights && { weights }) },
        workgroups: nearest ? count : Math.ceil((count * imageWords) / program.workgroup),
      });
      return { noisy, target, timesteps: timesteps ?? [], weights };
    },
    dispose() {
      tf.dispose(Object.values(table));
      draw.dispose();
      if ('dispose' in source) source.dispose();
    },
  };
}

function keptAll<Tables extends Readonly<Record<string, tf.Tensor>>>(tables: Tables): Tables {
  for (const table of Object.values(tables)) tf.keep(table);
  return tables;
}

/** Four bytes per word, the first in the lowest bits. */
function packed(bytes: Uint8Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}
