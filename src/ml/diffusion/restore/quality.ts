/** Measures how close one picture is to another: PSNR and SSIM. */

/**
 * Peak signal-to-noise ratio of two 8-bit pictures in dB, over all pixels and channels together.
 * Infinity if they are equal.
 */
export function psnr(original: Uint8Array, other: Uint8Array): number {
  if (original.length !== other.length || original.length === 0) throw new RangeError('two pictures of one size');
  let squares = 0;
  for (const [i, value] of original.entries()) squares += (value - (other[i] ?? 0)) ** 2;
  const meanSquare = squares / original.length;
  return meanSquare === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10(255 ** 2 / meanSquare);
}

/** The settings of the SSIM paper. */
const windowSide = 11;
const windowSigma = 1.5;
const c1 = (0.01 * 255) ** 2;
const c2 = (0.03 * 255) ** 2;

/** The window is the product of two of these: 11 weights with sum 1. */
const window1d = Float64Array.from(
  normalized(
    Array.from({ length: windowSide }, (_, i) => Math.exp(-0.5 * ((i - (windowSide - 1) / 2) / windowSigma) ** 2)),
  ),
);

function normalized(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** One channel of a picture, or the product of two channels, row-major. */
interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float64Array;
}

function channel(rgb: Uint8Array, width: number, height: number, index: number): Plane {
  return { width, height, values: Float64Array.from({ length: width * height }, (_, i) => rgb[i * 3 + index] ?? 0) };
}

function product(a: Plane, b: Plane): Plane {
  return { ...a, values: a.values.map((value, i) => value * (b.values[i] ?? 0)) };
}

/** The mean within the window at every position where the window fits: rows, then columns. */
function windowMeans({ width, height, values }: Plane): Float64Array {
  const outWidth = width - windowSide + 1;
  const outHeight = height - windowSide + 1;
  /** The values start at `at` and are `stride` apart. */
  const mean = (of: Float64Array, at: number, stride: number): number => {
    let sum = 0;
    for (let k = 0; k < windowSide; k++) sum += (window1d[k] ?? 0) * (of[at + k * stride] ?? 0);
    return sum;
  };
  const rows = new Float64Array(outWidth * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < outWidth; x++) rows[y * outWidth + x] = mean(values, y * width + x, 1);
  }
  const means = new Float64Array(outWidth * outHeight);
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++) means[y * outWidth + x] = mean(rows, y * outWidth + x, outWidth);
  }
  return means;
}

function channelSsim(a: Plane, b: Plane): number {
  const [meanA, meanB] = [windowMeans(a), windowMeans(b)];
  const [squareA, squareB, cross] = [
    windowMeans(product(a, a)),
    windowMeans(product(b, b)),
    windowMeans(product(a, b)),
  ];
  let total = 0;
  for (const [i, muA] of meanA.entries()) {
    const muB = meanB[i] ?? 0;
    const varianceA = (squareA[i] ?? 0) - muA * muA;
    const varianceB = (squareB[i] ?? 0) - muB * muB;
    const covariance = (cross[i] ?? 0) - muA * muB;
    total +=
      ((2 * muA * muB + c1) * (2 * covariance + c2)) / ((muA * muA + muB * muB + c1) * (varianceA + varianceB + c2));
  }
  return total / meanA.length;
}

/**
 * Structural similarity (Wang, Bovik, Sheikh and Simoncelli, "Image Quality Assessment: From Error
 * Visibility to Structural Similarity", IEEE Transactions on Image Processing, 2004) with the
 * paper's settings: a Gaussian window of 11 x 11 and sigma 1.5, K1 = 0.01, K2 = 0.03, L = 255.
 *
 * For colour, the mean of the three channels' values. At the borders, only windows that lie
 * entirely within the picture count (22 x 22 of them in 32 x 32), as in the authors' code and in
 * scikit-image with `gaussian_weights=True, use_sample_covariance=False`.
 *
 * For two RGB pictures of the same size, at least 11 x 11. In [-1, 1]; 1 if they are equal.
 */
export function ssim(original: Uint8Array, other: Uint8Array, width: number, height: number): number {
  const size = width * height * 3;
  if (original.length !== size || other.length !== size || Math.min(width, height) < windowSide) {
    throw new RangeError(`two RGB pictures of ${width} x ${height}, at least ${windowSide} pixels a side`);
  }
  const channels = [0, 1, 2].map((c) =>
    channelSsim(channel(original, width, height, c), channel(other, width, height, c)),
  );
  return channels.reduce((sum, value) => sum + value, 0) / channels.length;
}
