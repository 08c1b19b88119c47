/**
 * A tensor whose numbers the host rewrites from step to step, always in the same buffer. A replayed
 * recording (`replay.ts`) reads from it the numbers that change, such as a learning rate or the
 * indices of a batch's images.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type SlicedBackend, webgpuBackend } from './current-backend.ts';

export type LiveValues = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

export interface LiveTensor {
  /** The same object for life; zeros at first. Do not dispose of it by itself. */
  readonly tensor: tf.Tensor;
  /**
   * Work that is submitted from now on sees these numbers; work submitted before sees the earlier
   * ones. Takes as many numbers as the shape says: a Float32Array for float32, an Int32Array for
   * int32. Not allowed within a recording.
   */
  write(values: LiveValues): void;
  /** Like `write`, with the numbers of a tensor of this shape and dtype, copied on the device. */
  copy(from: tf.Tensor): void;
  dispose(): void;
}

/** On the current backend. */
export function createLiveTensor(shape: readonly number[], dtype: 'float32' | 'int32'): LiveTensor {
  const backend = webgpuBackend();
  return backend ? inOneBuffer(backend, [...shape], dtype) : asVariable([...shape], dtype);
}

function inOneBuffer(backend: SlicedBackend, shape: number[], dtype: 'float32' | 'int32'): LiveTensor {
  const info = backend.makeTensorInfo(shape, dtype);
  const tensor = tf.keep(tf.engine().makeTensorFromTensorInfo(info));
  const { buffer } = backend.sliceOf(info);
  backend.clear(buffer);
  return {
    tensor,
    write(values) {
      checkValues(tensor, values);
      // For its caller, work that waits in the queue was submitted before, and must read the
      // earlier numbers.
      backend.flush();
      backend.queue.writeBuffer(buffer, 0, values);
      backend.forgetValues(info.dataId);
    },
    copy(from) {
      checkTensor(tensor, from);
      backend.copy(backend.sliceOf(from), backend.sliceOf(info));
      backend.forgetValues(info.dataId);
    },
    dispose: () => tensor.dispose(),
  };
}

function asVariable(shape: number[], dtype: 'float32' | 'int32'): LiveTensor {
  const variable = tf.tidy(() => tf.variable(tf.zeros(shape, dtype), false));
  return {
    tensor: variable,
    write(values) {
      checkValues(variable, values);
      tf.tidy(() => variable.assign(tf.tensor(values.slice(), shape, dtype)));
    },
    copy(from) {
      checkTensor(variable, from);
      tf.tidy(() => variable.assign(tf.clone(from)));
    },
    dispose: () => variable.dispose(),
  };
}

function checkValues({ shape, size, dtype }: tf.Tensor, values: LiveValues): void {
  const fits = dtype === 'float32' ? values instanceof Float32Array : values instanceof Int32Array;
  if (!fits || values.length !== size)
    throw new Error(`${values.length} numbers in a ${values.constructor.name} for ${dtype} [${shape.join()}]`);
}

function checkTensor(live: tf.Tensor, { shape, dtype }: tf.Tensor): void {
  if (dtype !== live.dtype || !tf.util.arraysEqual(shape, live.shape))
    throw new Error(`${dtype} [${shape.join()}] for ${live.dtype} [${live.shape.join()}]`);
}
