/**
 * The embedding on the host, and composed of tfjs' operations: what the kernel is checked against,
 * and what backends without it run.
 */
import * as tf from '@tensorflow/tfjs-core';

export interface TimestepEmbeddingOptions {
  readonly dimensions: number;
  /** Cosines first. */
  readonly flipSinToCos: boolean;
  /** What the frequencies' exponent is stretched by: 0 leaves 1/10000 out, 1 ends on it. */
  readonly frequencyShift: number;
}

const longestPeriod = 10_000;
const { fround } = Math;

/**
 * Radians a timestep, one for each sine. Rounded to float32 where PyTorch rounds: at timestep 1,000
 * an angle's last bit counts.
 */
export function frequencies({ dimensions, frequencyShift }: TimestepEmbeddingOptions): Float32Array<ArrayBuffer> {
  const half = Math.floor(dimensions / 2);
  return Float32Array.from({ length: half }, (_, i) =>
    Math.exp(fround(fround(fround(-Math.log(longestPeriod)) * i) / (half - frequencyShift))),
  );
}

/**
 * Where the sines stand in a row, and where the cosines. An odd number of dimensions leaves the
 * last one zero.
 */
export function places({ dimensions, flipSinToCos }: TimestepEmbeddingOptions): { sines: number; cosines: number } {
  const half = Math.floor(dimensions / 2);
  return flipSinToCos ? { sines: half, cosines: 0 } : { sines: 0, cosines: half };
}

/** Of numbers: made here, in the host's float64, and uploaded. */
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
 * Of a tensor, as exact as the backend's sine is far from zero: on WebGL no more than some 1e-4.
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
