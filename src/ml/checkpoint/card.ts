/**
 * `card.json` of a shared folder: what the network is, what it was trained on and how long, and how
 * an independent judge rates it. Its source is not trusted: every field is bounded.
 */
import { z } from 'zod';
import { recipeNames } from '../config.ts';
import { basedOnSchema } from './based-on.ts';
import { dataSetSchema } from './data-set-json.ts';
import type { Folder } from './folder-files.ts';
import { maxFolderBytes } from './limits.ts';

export const cardFile = 'card.json';
/** A longer file is not parsed. */
const maxCardBytes = 256 * 1024;

const count = z.int().min(0).max(1e12);
const share = z.number().min(0).max(1);
const line = z.string().max(300);
/** A plain file name, or one folder and a name. */
const path = z
  .string()
  .regex(/^(?:[\w-]+\/)?[\w-][\w.-]*$/, 'a file of the folder')
  .max(100);

export const modelName = /^[a-z][a-z0-9-]{0,63}$/;

/**
 * Measured by a separately trained classifier (`npm run judge`) on samples that nobody selected.
 */
const judgementSchema = z.object({
  samples: count,
  /** Classifier-free guidance of the samples, their sampling steps, and the seed of their noise. */
  guidance: z.number().min(0).max(100),
  steps: count,
  seed: count,
  /** Share of the samples that the classifier assigns to the requested class. */
  classAccuracy: share.nullable(),
  /** Frechet distance to the test pictures in the classifier's features. */
  frechet: z.number().min(0).nullable(),
  /** The same for as many training pictures: the lowest distance to expect. */
  frechetOfTrainingPictures: z.number().min(0).nullable(),
  /**
   * Samples that are closer to a training picture than 99 of 100 test pictures are; memorized
   * pictures would be.
   */
  nearTraining: count.nullable(),
  /** Accuracy of the classifier itself on the test pictures. */
  classifierAccuracy: share.nullable(),
  command: line,
  date: line,
});
export type Judgement = z.infer<typeof judgementSchema>;

/** PSNR in dB. */
const qualitySchema = z.object({ psnr: z.number().min(0).max(200), ssim: z.number().min(-1).max(1) });

const cardSchema = z.object({
  version: z.literal(1),
  name: z.string().regex(modelName, 'small letters, digits and hyphens'),
  /** As in training_state.json. */
  dataSet: dataSetSchema,
  recipe: z.enum(recipeNames),
  /** The network's label of "no class", if that is not one beyond the set's classes. */
  noClass: count.optional(),
  parameters: count,
  training: z.object({
    /** Images seen; repeated ones count each time. */
    images: count,
    steps: count,
    seconds: z.number().min(0).nullable(),
    machine: line.nullable(),
    program: line,
  }),
  judge: judgementSchema.nullable(),
  /** Samples that a person named correctly who had not seen them before and saw no caption. */
  freshEyes: z.object({ named: count, of: count }).nullable(),
  /**
   * For a network that answers in one pass: means over the first test pictures with Gaussian noise
   * of this standard deviation, in [-1, 1].
   */
  restoration: z
    .object({
      pictures: count,
      noise: z.number().min(0).max(100),
      damaged: qualitySchema,
      restored: qualitySchema,
      /** Quality of the bilateral filter, for comparison. */
      bilateral: qualitySchema,
    })
    .optional(),
  /**
   * How sheet.png was made, without selection: a row with the first samples of each class, or rows
   * of samples of any class; the noise of row n has the seed `seed` + n. For a network that answers
   * in one pass: rows of test pictures, of the same pictures with noise, and of its outputs; the
   * last two rows are pure noise and the outputs for it.
   */
  sheet: z
    .object({ seed: count, steps: count, guidance: z.number().min(0).max(100), ofARow: count, byClass: z.boolean() })
    .nullable(),
  /** Models that the network's weights began with, newest first. */
  basedOn: basedOnSchema.optional(),
  /** Licence of the weights. */
  licence: line,
  /** All other files of the folder. Empty if nothing says which files there should be. */
  files: z
    .array(z.object({ path, bytes: z.int().min(1).max(maxFolderBytes), sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
    .max(16)
    .refine((files) => new Set(files.map((file) => file.path)).size === files.length, {
      error: 'a file is there twice',
    }),
});
export type ModelCard = z.infer<typeof cardSchema>;

/** Null if the bytes are not a valid card. */
export function parseCard(bytes: Uint8Array): ModelCard | null {
  if (bytes.length > maxCardBytes) return null;
  try {
    const parsed = cardSchema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/**
 * The folder's card. A card.json that does not match ours belongs to another program and is
 * ignored.
 */
export function cardIn(folder: Folder): ModelCard | null {
  const bytes = folder.get(cardFile);
  return bytes === undefined ? null : parseCard(bytes);
}
