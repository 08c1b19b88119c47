/**
 * Golden values from diffusers' UNet2DModel, as written by unet2d.py, and its functions for weights
 * and sketches.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ParameterSpec } from '../../src/ml/nn/parameters.ts';
import type { RandomStream } from '../../src/ml/random.ts';

const numbers = z.array(z.number());
const floats = z.base64().transform((text) => new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer));

const caseSchema = z.object({
  config: z.unknown(),
  timesteps: numbers,
  classLabels: numbers.nullable(),
  /** [n, h, w, c] */
  output: floats,
  loss: z.number(),
  /** In diffusers' order, with the norm and the sketch of their gradients. */
  parameters: z.record(z.string(), z.object({ shape: numbers, norm: z.number(), sketch: floats })),
});

const schema = z.object({
  seed: z.number(),
  cases: z.record(z.string(), caseSchema),
  cifar10: z.object({ config: z.unknown(), shapes: z.record(z.string(), numbers) }),
});

export type GoldenUNet2DCase = z.infer<typeof caseSchema>;

export function readGoldenUNet2D(): z.infer<typeof schema> {
  return schema.parse(JSON.parse(readFileSync(new URL('unet2d.json', import.meta.url), 'utf8')));
}

/** unet2d.py's `weight`: a `ParameterSource`. */
export function goldenWeights(
  stream: RandomStream,
): (spec: Pick<ParameterSpec, 'name' | 'shape'>) => Float32Array<ArrayBuffer> {
  return ({ name, shape }) => {
    const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
    stream.fork(name).uniform(0, values);
    if (shape.length === 1) return values.map((u) => 0.3 * (2 * u - 1) + (name.endsWith('weight') ? 1 : 0));
    const scale = Math.sqrt(3 / (values.length / (shape[0] ?? 1)));
    return values.map((u) => (2 * u - 1) * scale);
  };
}

const sketchSize = 32;

/** unet2d.py's `sketch`: 32 sums of `values`, each with its own random signs. */
export function sketch(values: Float32Array, signs: RandomStream): Float64Array {
  const words = new Uint32Array(values.length);
  signs.uint32(0, words);
  const sums = new Float64Array(sketchSize);
  for (const [i, value] of values.entries()) {
    const word = words[i] ?? 0;
    for (let k = 0; k < sketchSize; k++) sums[k] = (sums[k] ?? 0) + ((word >>> k) & 1 ? -value : value);
  }
  return sums;
}

/** The distance between the two vectors with these sketches, estimated to about an eighth. */
export function sketchDistance(a: Float64Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value, k) => sum + (value - (b[k] ?? Number.NaN)) ** 2, 0) / a.length);
}
