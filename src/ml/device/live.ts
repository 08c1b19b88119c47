/**
 * A tensor whose numbers the host writes over from step to step, always in the same buffer: what is recorded once and replayed (`replay.ts`) finds there
 * what is new, as a learning rate or the numbers of a batch's images.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type SlicedBackend, webgpuBackend } from './current-backend.ts';

export type LiveValues = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

export interface LiveTensor {
  /** The same object for life; zeros to begin with. Not to be disposed by itself. */
  readonly tensor: tf.Tensor;
  /**
   * What is submitted from now on sees these numbers, what has been submitted before those of then. As many as the shape says; a Float32Array for
   * float32, an Int32Array for int32. Not within what is being recorded.
   */
  write(values: LiveValues): void;
  /** The same, with the numbers of a tensor of this shape and dtype, on the device. */
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
      // What waits in the queue was submitted before, for whoever submitted it: it reads the numbers of then.
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
