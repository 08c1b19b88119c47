/** RePaint and DDNM on shipped models, computed by PyTorch, as written by repair.py. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));

const numbers = z.base64().transform((text) => new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer));

const caseSchema = z.object({
  name: z.string(),
  model: z.enum(['digits', 'emoji']),
  method: z.enum(['repaint', 'ddnm']),
  damage: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('mask') }),
    z.object({ kind: z.literal('downscaling'), factor: z.int() }),
    z.object({ kind: z.literal('pixelation'), block: z.int() }),
    z.object({ kind: z.literal('noise'), noise: z.number() }),
    z.object({ kind: z.literal('grey') }),
  ]),
  width: z.int(),
  height: z.int(),
  channels: z.literal([1, 3]),
  /** [height, width, channels]. */
  original: bytes,
  measured: bytes,
  /** [height, width]. */
  lost: z.nullable(bytes),
  /** Every `every`th number. */
  result: numbers,
});

/**
 * For a picture of pure noise larger than the network's: MultiDiffusion's blend of the network's
 * answers for its tiles.
 */
const predictionSchema = z.object({
  model: z.literal('digits'),
  width: z.int(),
  height: z.int(),
  timestep: z.int(),
  label: z.int(),
  result: numbers,
});

const schema = z.object({
  seed: z.number(),
  every: z.int(),
  steps: z.int(),
  jump: z.int(),
  resamples: z.int(),
  cases: z.array(caseSchema),
  prediction: predictionSchema,
});

export type GoldenRepair = z.infer<typeof caseSchema>;

export function readGoldenRepair(): z.infer<typeof schema> {
  return schema.parse(JSON.parse(readFileSync(new URL('repair.json', import.meta.url), 'utf8')));
}

/** The checkpoint folder of a shipped model. */
export function shippedFolder(name: GoldenRepair['model']): Map<string, Uint8Array<ArrayBuffer>> {
  const paths = ['unet/config.json', 'scheduler/scheduler_config.json', 'unet/diffusion_pytorch_model.safetensors'];
  return new Map(
    paths.map((path) => [
      path,
      new Uint8Array(readFileSync(new URL(`../../public/models/${name}/${path}`, import.meta.url))),
    ]),
  );
}
