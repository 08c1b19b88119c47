/**
 * `card.json` of a folder that is passed on: what the network is, what it was trained on and how long, and how good an independent judge finds it. It comes
 * from anywhere: every field is bounded.
 */
import { z } from 'zod';
import { recipeNames } from '../config.ts';
import { basedOnSchema } from './based-on.ts';
import { dataSetSchema } from './data-set-json.ts';
import type { Folder } from './folder-files.ts';
import { maxFolderBytes } from './limits.ts';

export const cardFile = 'card.json';
/** More is not parsed. */
const maxCardBytes = 256 * 1024;

const count = z.int().min(0).max(1e12);
const share = z.number().min(0).max(1);
const line = z.string().max(300);
/** A plain name, or one folder and a name. */
const path = z
  .string()
  .regex(/^(?:[\w-]+\/)?[\w-][\w.-]*$/, 'a file of the folder')
  .max(100);

export const modelName = /^[a-z][a-z0-9-]{0,63}$/;

/** By a classifier that was trained apart (`npm run judge`), of samples that nobody chose. */
const judgementSchema = z.object({
  samples: count,
  /** Classifier-free guidance of the samples, their sampling steps, and the seed of their noise. */
  guidance: z.number().min(0).max(100),
  steps: count,
  seed: count,
  /** Share of the samples that the classifier names as asked. */
  classAccuracy: share.nullable(),
  /** Frechet distance to the test pictures in the classifier's features. */
  frechet: z.number().min(0).nullable(),
  /** The same of as many training pictures: what cannot be had better. */
  frechetOfTrainingPictures: z.number().min(0).nullable(),
  /** Samples that are nearer to a training picture than all but one in a hundred of the test pictures are: what was learned by heart would be. */
  nearTraining: count.nullable(),
  /** Of the classifier itself, on the test pictures. */
  classifierAccuracy: share.nullable(),
  command: line,
  date: line,
});
export type Judgement = z.infer<typeof judgementSchema>;

/** PSNR in dB. */
const qualitySchema = z.object({ psnr: z.number().min(0).max(200), ssim: z.number().min(-1).max(1) });

export const cardSchema = z.object({
  version: z.literal(1),
  name: z.string().regex(modelName, 'small letters, digits and hyphens'),
  /** As in training_state.json. */
  dataSet: dataSetSchema,
  recipe: z.enum(recipeNames),
  /** The network's label of "no class", where that is not one beyond the set's classes. */
  noClass: count.optional(),
  parameters: count,
  training: z.object({
    /** Seen, with repetition. */
    images: count,
    steps: count,
    seconds: z.number().min(0).nullable(),
    machine: line.nullable(),
    program: line,
  }),
  judge: judgementSchema.nullable(),
  /** Samples without a caption that a person who had not seen them before named right. */
  freshEyes: z.object({ named: count, of: count }).nullable(),
  /** Of a network that answers in one pass: means over the first test pictures with Gaussian noise of this standard deviation, on [-1, 1]. */
  restoration: z
    .object({
      pictures: count,
      noise: z.number().min(0).max(100),
      damaged: qualitySchema,
      restored: qualitySchema,
      /** The bilateral filter's, to compare with. */
      bilateral: qualitySchema,
    })
    .optional(),
  /**
   * How sheet.png was made: the first samples of each class in a row, or of all in rows, none of them chosen; the noise of row n is that of seed + n. Of a
   * network that answers in one pass: rows of test pictures, of the same with noise, and of its answers; the last two are pure noise and its answers to that.
   */
  sheet: z
    .object({ seed: count, steps: count, guidance: z.number().min(0).max(100), ofARow: count, byClass: z.boolean() })
    .nullable(),
  /** Models whose weights its own began with, the newest first. */
  basedOn: basedOnSchema.optional(),
  /** Of the weights. */
  licence: line,
  /** All other files of the folder. Empty where nobody says which there should be. */
  files: z
    .array(z.object({ path, bytes: z.int().min(1).max(maxFolderBytes), sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
    .max(16)
    .refine((files) => new Set(files.map((file) => file.path)).size === files.length, {
      error: 'a file is there twice',
    }),
});
export type ModelCard = z.infer<typeof cardSchema>;

/** Null where it is none. */
export function parseCard(bytes: Uint8Array): ModelCard | null {
  if (bytes.length > maxCardBytes) return null;
  try {
    const parsed = cardSchema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** A card.json that is not like ours is somebody else's, and says nothing here. */
export function cardIn(folder: Folder): ModelCard | null {
  const bytes = folder.get(cardFile);
  return bytes === undefined ? null : parseCard(bytes);
}
