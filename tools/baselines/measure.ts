/**
 * Finds how strong the classical baselines must be to be fair opponents: for each noise factor, the
 * settings with the least mean squared error over test images. The table in
 * src/ml/diffusion/restore/settings.ts is what this printed.
 *
 *     npx tsx tools/baselines/measure.ts          (after `npm run data`; a few minutes)
 */
import { decodeWebp, nodeShards } from '../../cli/node-shards.ts';
import { bilateral } from '../../src/ml/diffusion/restore/bilateral.ts';
import { blur } from '../../src/ml/diffusion/restore/gaussian.ts';
import { psnr } from '../../src/ml/diffusion/restore/quality.ts';
import { randomStream } from '../../src/ml/random.ts';

const side = 32;
const images = 48;
const noiseFactors = [0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2];
const gaussianSigmas = Array.from({ length: 30 }, (_, i) => 0.2 + 0.1 * i);
const spaceSigmas = [0.6, 0.8, 1, 1.25, 1.5, 2, 2.5, 3];
const colorSigmas = [20, 40, 60, 80, 110, 150, 200, 300, 450, 700, 1000];

/** Images 0, 1, ... of the first test shard, a mosaic of 40 columns. */
async function testImages(): Promise<Uint8Array[]> {
  const { rgb, width } = await decodeWebp(await nodeShards().read('test-00.webp'));
  return Array.from({ length: images }, (_, n) => {
    const columns = width / side;
    const [left, top] = [(n % columns) * side, Math.floor(n / columns) * side];
    const lines = Array.from({ length: side }, (_, y) => {
      const start = ((top + y) * width + left) * 3;
      return [...rgb.subarray(start, start + side * 3)];
    });
    return new Uint8Array(lines.flat());
  });
}

/** Damages as `damage` does, and rounds as for display: bytes, clamped. */
function damaged(image: Uint8Array, factor: number, index: number): Uint8Array {
  const noise = new Float32Array(image.length);
  randomStream(index).fork('damage').normal(0, noise);
  return image.map((byte, i) => Math.min(255, Math.max(0, Math.round(byte + 127.5 * factor * (noise[i] ?? 0)))));
}

function meanSquaredError(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) ** 2, 0) / a.length;
}

/** The settings with the least mean over the images, with their mean PSNR. */
function best<S>(
  originals: Uint8Array[],
  inputs: Uint8Array[],
  choices: S[],
  filter: (rgb: Uint8Array, s: S) => Uint8Array,
) {
  let least = { settings: choices[0], error: Number.POSITIVE_INFINITY, psnr: 0 };
  for (const settings of choices) {
    const outputs = inputs.map((input) => filter(input, settings));
    const mean = (f: (a: Uint8Array, b: Uint8Array) => number) =>
      originals.reduce((sum, original, i) => sum + f(original, outputs[i] ?? original), 0) / originals.length;
    const error = mean(meanSquaredError);
    if (error < least.error) least = { settings, error, psnr: mean(psnr) };
  }
  return `${JSON.stringify(least.settings)} ${least.psnr.toFixed(2)} dB`;
}

const originals = await testImages();
for (const factor of noiseFactors) {
  const inputs = originals.map((original, i) => damaged(original, factor, i));
  const before = originals.reduce((sum, original, i) => sum + psnr(original, inputs[i] ?? original), 0) / images;
  const gaussian = best(originals, inputs, gaussianSigmas, (rgb, sigma) => blur(rgb, side, side, sigma));
  const pairs = spaceSigmas.flatMap((sigmaSpace) => colorSigmas.map((sigmaColor) => ({ sigmaSpace, sigmaColor })));
  const edgeKeeping = best(originals, inputs, pairs, (rgb, settings) => bilateral(rgb, side, side, settings));
  console.log(`noise ${factor}: damaged ${before.toFixed(2)} dB; gaussian ${gaussian}; bilateral ${edgeKeeping}`);
}
