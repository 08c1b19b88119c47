/** Converts between pictures as bytes, 0 to 255, and tensors in [-1, 1]; no other file does. */
import * as tf from '@tensorflow/tfjs-core';
import { type PictureShape, type PictureSize, pictureSize, sizeOf } from './data/description.ts';

/** Bytes of n pictures, row-major -> [n, height, width, channels] in [-1, 1]: byte / 127.5 - 1. */
export function toTensor(pictures: Uint8Array, shape: PictureShape | PictureSize): tf.Tensor4D {
  const { width, height, channels } = sizeOf(shape);
  const count = pictures.length / pictureSize(shape);
  if (!Number.isInteger(count)) throw new RangeError(`${pictures.length} bytes are no whole number of pictures`);
  return tf.tidy(() => {
    const bytes = tf.tensor4d(new Int32Array(pictures), [count, height, width, channels], 'int32');
    return tf.sub(tf.div(tf.cast(bytes, 'float32'), 127.5), 1);
  });
}

/**
 * The nearest bytes for a tensor in [-1, 1]; values outside are clamped. Waits for the device. The
 * caller keeps the tensor.
 */
export async function toBytes(pictures: tf.Tensor4D): Promise<Uint8Array<ArrayBuffer>> {
  const values = await pictures.data<'float32'>();
  const bytes = new Uint8Array(values.length);
  for (const [i, value] of values.entries()) bytes[i] = Math.min(255, Math.max(0, Math.round((value + 1) * 127.5)));
  return bytes;
}
