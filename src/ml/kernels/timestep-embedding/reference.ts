/**
 * The embedding computed on the host, and the embedding composed of tfjs' operations. Tests compare
 * the kernel with the former; backends without the kernel use the latter.
 */
import * as tf from '@tensorflow/tfjs-core';

export interface TimestepEmbeddingOptions {
  readonly dimensions: number;
  /** Whether the cosines come first. */
  readonly flipSinToCos: boolean;
  /**
   * Subtracted from the divisor of the frequencies' exponent: with 0 the lowest frequency is above
   * 1/10000, with 1 it is 1/10000.
   */
  readonly frequencyShift: number;
}

const longestPeriod = 10_000;
const { fround } = Math;

/**
 * In radians per timestep, one for each sine. Rounded to float32 where PyTorch rounds: at timestep
 * 1,000 an angle's last bit matters.
 */
export function frequencies({ dimensions, frequencyShift }: TimestepEmbeddingOptions): Float32Array<ArrayBuffer> {
  const half = Math.floor(dimensions / 2);
  return Float32Array.from({ length: half }, (_, i) =>
    Math.exp(fround(fround(fround(-Math.log(longestPeriod)) * i) / (half - frequencyShift))),
  );
}

/**
 * Where the sines and the cosines begin in a row. If the number of dimensions is odd, the last one
 * stays zero.
 */
export function places({ dimensions, flipSinToCos }: TimestepEmbeddingOptions): { sines: number; cosines: number } {
  const half = Math.floor(dimensions / 2);
  return flipSinToCos ? { sines: half, cosines: 0 } : { sines: 0, cosines: half };
}

/** For an array of timesteps: computed here in float64 and uploaded. */
export function hostEmbedding(timesteps: ArrayLike<number>, options: TimestepEmbeddingOptions): tf.Tensor2D {
  const { dimensions } = options;
  const { sines, cosines } = places(options);
  const values = new Float32Array(timesteps.length * dimensions);
  for (const [i, frequency] of frequencies(options).entries()) {
    for (let row = 0; row < timesteps.length; row++) {
      const angle = fround(fround(timesteps[row] ?? Number.NaN) * frequency);
      values[row * dimensions + sines + i] = Math.sin(angle);
      values[row * dimensions + cosines + i] = Math.cos(angle);
    }
  }
  return tf.tensor2d(values, [timesteps.length, dimensions]);
}

/**
 * For a tensor. It is as accurate as the backend's sine of large angles: on WebGL only to about
 * 1e-4.
 */
export function composedEmbedding(timesteps: tf.Tensor1D, options: TimestepEmbeddingOptions): tf.Tensor2D {
  const { dimensions, flipSinToCos } = options;
  return tf.tidy(() => {
    const [count] = timesteps.shape;
    const angles = tf.mul(tf.reshape(timesteps, [count, 1]), tf.expandDims(tf.tensor1d(frequencies(options)), 0));
    const parts = flipSinToCos ? [tf.cos(angles), tf.sin(angles)] : [tf.sin(angles), tf.cos(angles)];
    return tf.concat2d([...(parts as tf.Tensor2D[]), tf.zeros<tf.Rank.R2>([count, dimensions % 2])], 1);
  });
}
