import { numpy as np } from '@jax-js/jax';
import { kaimingUniform } from '../../../src/ml/nn/parameters.ts';
import type { RandomStream } from '../../../src/ml/random.ts';

/** PyTorch's default, as our networks have it. The array is the caller's. */
export function kaiming(shape: number[], fanIn: number, stream: RandomStream): np.Array {
  const count = shape.reduce((product, size) => product * size, 1);
  return np.array(kaimingUniform(count, fanIn, stream)).reshape(shape);
}

export function normal(shape: number[], stream: RandomStream): np.Array {
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  stream.normal(0, values);
  return np.array(values).reshape(shape);
}
