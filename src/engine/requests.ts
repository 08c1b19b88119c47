/** Requests of the page or a command line, checked on arrival. */
import * as z from 'zod/mini';
import type { Folder } from '../ml/checkpoint/folder-files.ts';
import { maxFolderFiles } from '../ml/checkpoint/limits.ts';
import { parameters, samplerNames, samplers, samplersFor } from '../ml/config.ts';
import { sideRange } from '../ml/data/description.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { parseParameter } from '../ml/experiment.ts';
import type { Reason } from '../ml/reasons.ts';
import type {
  CheckpointFile,
  ChosenTraining,
  GenerateRequest,
  ModelId,
  NetworkReport,
  Pictures,
  Sampling,
  Sketch,
  Walk,
} from '../workers/protocol.ts';

const { max: mostPictures } = parameters.generateCount;
/** Whether they have the network's size is checked where the network is known. */
const picturesUpTo = (mostSide: number) => {
  const side = z.int().check(z.minimum(sideRange.min), z.maximum(mostSide));
  return z
    .object({
      count: z.int().check(z.minimum(1), z.maximum(mostPictures)),
      width: side,
      height: side,
      rgb: z.instanceof(Uint8Array<ArrayBuffer>),
    })
    .check(z.refine(({ count, width, height, rgb }) => rgb.length === count * width * height * 3));
};
const picturesSchema = picturesUpTo(sideRange.max);
const onePictureSchema = picturesSchema.check(z.refine(({ count }) => count === 1));

/**
 * At most as many pictures as are generated at once. `field`: the name in the error. `mostSide`: in
 * pixels, where they may be larger than any network's.
 */
export function parsePictures(pictures: Pictures, field = 'pictures', mostSide?: number): Pictures {
  const parsed = (mostSide === undefined ? picturesSchema : picturesUpTo(mostSide)).safeParse(pictures);
  return parsed.success ? parsed.data : refuse(field, pictures?.count, { code: 'whole-pictures', most: mostPictures });
}

export function parseGenerate({ model, seed, count, sampling, walk, from }: GenerateRequest): GenerateRequest {
  return {
    ...(model !== undefined && { model: parseModelId(model) }),
    seed: parseParameter('generateSeed', seed),
    count: parseParameter('generateCount', count),
    sampling,
    ...(walk !== undefined && { walk: { ...walk, seed: parseParameter('walkSeed', walk.seed) } }),
    ...(from !== undefined && { from: parseSketch(from) }),
  };
}

/** Whether there is such a set is checked where the host opens it. */
export function parseTraining({ data, learningRate }: ChosenTraining): ChosenTraining {
  return {
    ...(data !== undefined && { data }),
    ...(learningRate !== undefined && { learningRate: parseParameter('learningRate', learningRate) }),
  };
}

/** Whether the picture has the network's size is checked where the network is known. */
function parseSketch({ original, timestep }: Sketch): Sketch {
  const picture = onePictureSchema.safeParse(original);
  if (!picture.success) return refuse('original', original?.count, { code: 'one-picture' });
  if (!(Number.isFinite(timestep) && timestep >= 0)) refuse('timestep', timestep, { code: 'number-from', least: 0 });
  return { original: picture.data, timestep };
}

/** Checks a walk against this sampling. Throws `value-invalid`. */
export function checkedWalk({ classes }: NetworkReport, sampling: Sampling | null, count: number, walk: Walk): Walk {
  if (sampling === null) refuse('walk', 'walk', { code: 'no-walk' });
  const { sampler, eta, classIndex } = sampling ?? {};
  if (sampler === undefined || samplers[sampler].withoutNoise || eta !== 0) {
    refuse('sampler', sampler, { code: 'sampler-without-noise' });
  }
  parseParameter('walkCount', count);
  const to = walk.classIndex;
  if (to !== null && classIndex === null) refuse('walkClass', to, { code: 'any-class-first' });
  if (to !== null && !(Number.isInteger(to) && to >= 0 && to < (classes ?? 0))) {
    refuse('walkClass', to, { code: 'any-or-class', most: (classes ?? 0) - 1 });
  }
  return walk;
}

export function parseModelId(model: ModelId): ModelId {
  return Number.isInteger(model) && model > 0 ? model : refuse('model', model, { code: 'opened-model' });
}

export const refuse = (name: string, value: unknown, allowed: Reason): never => {
  throw new PlaygroundError('value-invalid', { name, value: String(value).slice(0, 40), allowed });
};

export function parseVerifyEvery(runs: number): number {
  return Number.isInteger(runs) && runs >= 0
    ? runs
    : refuse('verifyEvery', runs, { code: 'whole-number-from', least: 0 });
}

/**
 * The sampling that this network will carry out; null if it answers in one pass, whatever was
 * requested.
 */
export function checkedSampling(
  { kind, prediction, classes, hasEma }: NetworkReport,
  asked: Sampling,
): Sampling | null {
  if (kind === 'one-pass') return null;
  const fitting = samplersFor(prediction);
  const sampler =
    samplerNames.find((name) => name === asked.sampler && fitting.includes(name)) ??
    refuse('sampler', asked.sampler, { code: 'sampler-of', names: fitting.join(', '), prediction: String(prediction) });
  const { classIndex } = asked;
  if (classIndex !== null && classes === null) refuse('sampleClass', classIndex, { code: 'any-class-only' });
  if (classIndex !== null && !(Number.isInteger(classIndex) && classIndex >= 0 && classIndex < (classes ?? 0))) {
    refuse('sampleClass', classIndex, { code: 'any-or-class', most: (classes ?? 0) - 1 });
  }
  if (asked.weights !== 'ema' && asked.weights !== 'raw')
    refuse('sampleWeights', asked.weights, { code: 'or', first: 'ema', next: 'raw' });
  const eta = parseParameter('eta', asked.eta);
  const guidance = parseParameter('guidance', asked.guidance);
  return {
    sampler,
    steps: parseParameter('sampleSteps', asked.steps),
    eta: sampler === 'ddim' ? eta : 0,
    guidance: classIndex === null ? 1 : guidance,
    classIndex,
    weights: hasEma ? asked.weights : 'raw',
  };
}

/** The files as a folder; their bytes and their meaning are checked where they are read. */
export function parseFiles(files: readonly CheckpointFile[]): Folder {
  const parsed = z
    .array(z.object({ path: z.string().check(z.maxLength(1000)), bytes: z.instanceof(Uint8Array<ArrayBuffer>) }))
    .check(z.maxLength(maxFolderFiles))
    .safeParse(files);
  if (!parsed.success) throw new PlaygroundError('checkpoint-not-one', { name: 'folder' });
  return new Map(parsed.data.map(({ path, bytes }) => [path, bytes]));
}
