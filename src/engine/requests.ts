/** What the page or a command line asks for, checked where it arrives. */
import { z } from 'zod';
import { imageSide } from '../ml/config.ts';
import { imageBytes } from '../ml/data/mosaic.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { parseParameter } from '../ml/experiment.ts';
import type { GenerateRequest, RestoreRequest } from '../workers/protocol.ts';

const onePictureSchema = z.object({
  count: z.literal(1),
  width: z.literal(imageSide),
  height: z.literal(imageSide),
  rgb: z.instanceof(Uint8Array<ArrayBuffer>).refine((rgb) => rgb.length === imageBytes),
});

export function parseGenerate({ seed, count, sampling }: GenerateRequest): GenerateRequest {
  return { seed: parseParameter('generateSeed', seed), count: parseParameter('generateCount', count), sampling };
}

export function parseRestore({ original, noise, seed, baseline }: RestoreRequest): RestoreRequest {
  const picture = onePictureSchema.safeParse(original);
  if (!picture.success) {
    const size = `${original?.count} x ${original?.width} x ${original?.height}`;
    throw new PlaygroundError('value-invalid', { name: 'original', value: size, allowed: 'one picture of 32 x 32' });
  }
  const name = z.enum(['gaussian', 'bilateral']).safeParse(baseline);
  if (!name.success) {
    const allowed = 'gaussian or bilateral';
    throw new PlaygroundError('value-invalid', { name: 'baseline', value: String(baseline), allowed });
  }
  return {
    original: picture.data,
    noise: parseParameter('restoreNoise', noise),
    seed: parseParameter('restoreSeed', seed),
    baseline: name.data,
  };
}
