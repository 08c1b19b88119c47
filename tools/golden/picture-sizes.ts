/**
 * Golden values from diffusers for networks whose pictures are not 32 x 32 in colour, as written by
 * picture_sizes.py.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const floats = z.base64().transform((text) => new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer));
const json = z.record(z.string(), z.unknown());

const caseSchema = z.object({
  /** unet/config.json. */
  config: json,
  /** scheduler_config.json. */
  scheduler: json,
  /** Every `every`th number of the network's answer, [2, h, w, c]. */
  output: floats,
  loss: z.number(),
  /** The norm and a sketch (as in unet2d.py) of the gradients of all parameters together. */
  gradient: z.object({ norm: z.number(), sketch: floats }),
  /** Every `every`th number of the sample that DDIM makes in `ddimSteps`, [1, h, w, c]. */
  sample: floats,
});

const schema = z.object({
  seed: z.number(),
  every: z.int(),
  timesteps: z.array(z.number()),
  ddimSteps: z.int(),
  cases: z.record(z.string(), caseSchema),
});

export type GoldenPictureSize = z.infer<typeof caseSchema>;

export function readGoldenPictureSizes(): z.infer<typeof schema> {
  return schema.parse(JSON.parse(readFileSync(new URL('picture-sizes.json', import.meta.url), 'utf8')));
}
