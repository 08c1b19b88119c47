import * as tf from '@tensorflow/tfjs-core';

export interface TimestepEmbeddingOptions {
  readonly dimensions: number;
  /** Cosines first. */
  readonly flipSinToCos: boolean;
  /** What the frequencies' exponent is stretched by: 0 leaves 1/10000 out, 1 ends on it. */
  readonly frequencyShift: number;
}

const longestPeriod = 10_000;

/**
 * Sinusoidal embedding of (fractional) timesteps, as diffusers' `get_timestep_embedding`. [n] -> [n, dimensions]. Made on the CPU: it is small, and
 * a GPU's sine of an angle near 1,000 is off by more than we allow. Rounded to float32 where PyTorch rounds: an angle's last bit counts.
 */
export function timestepEmbedding(
  timesteps: ArrayLike<number>,
  { dimensions, flipSinToCos, frequencyShift }: TimestepEmbeddingOptions,
): tf.Tensor2D {
  const { fround } = Math;
  const half = Math.floor(dimensions / 2);
  const [sines, cosines] = flipSinToCos ? [half, 0] : [0, half];
  // An odd number of dimensions leaves the last one zero.
  const values = new Float32Array(timesteps.length * dimensions);
  for (let i = 0; i < half; i++) {
    const exponent = fround(fround(fround(-Math.log(longestPeriod)) * i) / (half - frequencyShift));
    const frequency = fround(Math.exp(exponent));
    for (let row = 0; row < timesteps.length; row++) {
      const angle = fround(fround(timesteps[row] ?? Number.NaN) * frequency);
      values[row * dimensions + sines + i] = Math.sin(angle);
      values[row * dimensions + cosines + i] = Math.cos(angle);
    }
  }
  return tf.tensor2d(values, [timesteps.length, dimensions]);
}
