/** Golden values from PyTorch, as article.py wrote them. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type NamedTensors, readSafetensors } from '../../src/ml/checkpoint/safetensors.ts';

const articleSchema = z.object({
  torch: z.string(),
  seed: z.number(),
  batchSize: z.number(),
  learningRate: z.number(),
  losses: z.array(z.number()),
  initialBounds: z.record(z.string(), z.number()),
  /** RGB bytes of the first training images, [n, 32, 32, 3]. */
  images: z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64'))),
  stream: z.object({
    purpose: z.string(),
    key: z.tuple([z.number(), z.number()]),
    emptyKey: z.tuple([z.number(), z.number()]),
    counter: z.number(),
    words: z.array(z.number()),
    uniform: z.array(z.number()),
    normal: z.array(z.number()),
  }),
});

export type GoldenArticle = z.infer<typeof articleSchema>;

function bytesOf(file: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(file, import.meta.url)));
}

export function readGoldenArticle(): GoldenArticle {
  return articleSchema.parse(JSON.parse(new TextDecoder().decode(bytesOf('article.json'))));
}

/** After the last of the golden losses, in PyTorch's layouts. */
export function readGoldenWeights(): NamedTensors {
  return readSafetensors('article.safetensors', bytesOf('article.safetensors'));
}
