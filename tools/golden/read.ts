/** Golden values from PyTorch, as written by article.py. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type NamedTensors, readSafetensors } from '../../src/ml/checkpoint/safetensors.ts';
import { lossNames } from '../../src/ml/options.ts';

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

function jsonOf(file: string): unknown {
  return JSON.parse(new TextDecoder().decode(bytesOf(file)));
}

export function readGoldenArticle(): GoldenArticle {
  return articleSchema.parse(jsonOf('article.json'));
}

/** The parameters after the last of the golden losses, in PyTorch's layouts. */
export function readGoldenWeights(): NamedTensors {
  return readSafetensors('article.safetensors', bytesOf('article.safetensors'));
}

const restoreSchema = z.record(
  z.enum(['damaged', 'another']),
  z.object({
    rgb: z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64'))),
    psnr: z.number(),
    ssim: z.number(),
  }),
);

/** Pictures that are compared with the first of `images`, with their PSNR and SSIM. */
export function readGoldenRestore(): z.infer<typeof restoreSchema> {
  return restoreSchema.parse(jsonOf('restore.json'));
}

const numbers = z.array(z.number());

/** Little-endian float32, the format of numpy. */
const floats = z.base64().transform((text) => {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  return new Float32Array(bytes.buffer);
});
const optimizerSchema = z.object({
  config: z.object({
    beta1: z.number(),
    beta2: z.number(),
    epsilon: z.number(),
    weightDecay: z.number(),
    maxGradNorm: z.number(),
    ema: z.object({ invGamma: z.number(), power: z.number(), maxDecay: z.number() }),
  }),
  /** The learning rate before the schedule scales it. */
  learningRate: z.number(),
  schedule: z.object({ kind: z.literal('cosine'), warmupSteps: z.int() }),
  totalSteps: z.int(),
  parameters: z.record(z.string(), z.object({ shape: z.array(z.int()), initial: numbers })),
  steps: z.array(
    z.object({
      learningRate: z.number(),
      norm: z.number(),
      emaDecay: z.number(),
      /** By parameter. */
      states: z.record(
        z.string(),
        z.object({ gradient: numbers, parameter: numbers, expAvg: numbers, expAvgSq: numbers, ema: numbers }),
      ),
    }),
  ),
});

/** AdamW with clipping, a schedule and an average: optimizer.py. */
export function readGoldenOptimizer(): z.infer<typeof optimizerSchema> {
  return optimizerSchema.parse(jsonOf('optimizer.json'));
}

const muonSchema = z.object({
  config: optimizerSchema.shape.config,
  parameters: optimizerSchema.shape.parameters,
  steps: z.array(
    z.object({
      learningRate: z.number(),
      norm: z.number(),
      /**
       * By parameter, in PyTorch's layouts; a matrix has a momentum, any other parameter has
       * moments.
       */
      states: z.record(
        z.string(),
        z.object({
          gradient: numbers,
          parameter: numbers,
          ema: numbers,
          momentum: numbers.optional(),
          expAvg: numbers.optional(),
          expAvgSq: numbers.optional(),
        }),
      ),
      /** The two-dimensional matrices after the steps of torch.optim.Muon. */
      torchMuon: z.record(z.string(), numbers),
    }),
  ),
});

/**
 * Muon for matrices and AdamW for the others, with clipping, a schedule and an average:
 * muon_optimizer.py.
 */
export function readGoldenMuon(): z.infer<typeof muonSchema> {
  return muonSchema.parse(jsonOf('muon-optimizer.json'));
}

const adamSchema = z.object({
  learningRates: numbers,
  gradients: z.array(numbers),
  initial: numbers,
  states: z.array(z.object({ parameter: numbers, expAvg: numbers, expAvgSq: numbers })),
});

export function readGoldenAdam(): z.infer<typeof adamSchema> {
  return adamSchema.parse(jsonOf('adam.json'));
}

const tinyRun = { steps: z.int(), batchSize: z.int(), warmupSteps: z.int(), losses: numbers };
const tinyLossSchema = z.object({
  seed: z.number(),
  learningRate: z.number(),
  short: z.object({
    ...tinyRun,
    norms: numbers,
    /** By parameter: the norm, and sketches as in unet2d.py. */
    weights: z.record(z.string(), z.object({ norm: z.number(), raw: floats, ema: floats })),
  }),
  curve: z.object(tinyRun),
});

/** The recipe `tiny` trained by PyTorch and diffusers: tiny_loss.py. */
export function readGoldenTinyLoss(): z.infer<typeof tinyLossSchema> {
  return tinyLossSchema.parse(jsonOf('tiny-loss.json'));
}

const forwardProcessSchema = z.object({
  timesteps: numbers,
  original: z.number(),
  noise: z.number(),
  cases: z.array(
    z.object({
      schedule: z.enum(['linear', 'scaled_linear', 'squaredcos_cap_v2', 'sigmoid']),
      zeroTerminalSnr: z.boolean(),
      prediction: z.enum(['epsilon', 'sample', 'v_prediction']),
      gamma: z.number(),
      noisy: numbers,
      target: numbers,
      weights: numbers,
    }),
  ),
});

/** Noisy numbers, targets and weights of the loss: forward_process.py. */
export function readGoldenForwardProcess(): z.infer<typeof forwardProcessSchema> {
  return forwardProcessSchema.parse(jsonOf('forward-process.json'));
}

const schedulersSchema = z.object({
  diffusers: z.string(),
  torch: z.string(),
  shape: z.array(z.int()),
  cases: z.array(
    z.object({
      config: z.looseObject({ _class_name: z.string() }),
      steps: z.int(),
      eta: z.number().optional(),
      timesteps: numbers,
      initNoiseSigma: z.number(),
      /** The network's input at the first step. */
      firstInput: floats,
      /** addNoise at the middle timestep. */
      noisy: floats,
      /** After every step. */
      samples: z.array(floats),
      /** The clean image predicted at every step, for the classes that report it. */
      originals: z.array(floats).optional(),
    }),
  ),
});

export type GoldenSchedulers = z.infer<typeof schedulersSchema>;

/**
 * diffusers' schedulers over a grid of options; schedulers.py explains the substitutes for the
 * network and the noise.
 */
export function readGoldenSchedulers(): GoldenSchedulers {
  return schedulersSchema.parse(jsonOf('schedulers.json'));
}

const nearestNoiseSchema = z.object({
  seed: z.number(),
  cases: z.array(
    z.object({
      side: z.int(),
      channels: z.literal([1, 3, 4]),
      count: z.int(),
      draws: z.int(),
      mirrored: z.boolean(),
      /** For every image, the number of its nearest draw. */
      nearest: z.array(z.int()),
      distances: numbers,
    }),
  ),
});

/** Which of several draws of noise is nearest to each image: nearest_noise.py. */
export function readGoldenNearestNoise(): z.infer<typeof nearestNoiseSchema> {
  return nearestNoiseSchema.parse(jsonOf('nearest-noise.json'));
}

const lossSchema = z.object({
  images: z.array(z.number()),
  plain: z.object({ loss: z.number(), gradient: z.array(z.number()) }),
  weighted: z.object({ loss: z.number(), gradient: z.array(z.number()) }),
});
const lossesSchema = z.object({
  /** [n, height, width, channels], as everywhere in the engine. */
  shape: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  answer: z.array(z.number()),
  target: z.array(z.number()),
  weights: z.array(z.number()),
  losses: z.record(z.enum(lossNames), lossSchema),
});

/** The golden losses of loss.py. */
export function readGoldenLosses(): z.infer<typeof lossesSchema> {
  return lossesSchema.parse(jsonOf('loss.json'));
}
