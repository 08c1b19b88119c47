/** The measurements of an evaluation, and the pictures that it shows. */
import * as tf from '@tensorflow/tfjs-core';
import { shownCounts } from '../ml/config.ts';
import { evaluate, type HeldOutImages } from '../ml/diffusion/held-out-loss.ts';
import { sample, type Turn } from '../ml/diffusion/sample.ts';
import { samplerConfig } from '../ml/diffusion/sampler-config.ts';
import { toBytes } from '../ml/pixels.ts';
import type { RandomStream } from '../ml/random.ts';
import type { Evaluation } from '../workers/protocol.ts';
import type { DiffusionNetwork } from './network.ts';
import type { Run } from './run.ts';

/** A run's weights right after one of its steps. */
export interface Subject {
  readonly run: Run;
  readonly step: number;
  readonly raw: DiffusionNetwork;
  readonly ema: DiffusionNetwork | null;
  dispose(): void;
}

const sampleCount = shownCounts.preview;
/**
 * Enough to see what the network has learned: pictures of a second-order sampler can be recognized
 * with that many steps.
 */
const sampleSteps = 10;

export type Validation = Pick<Evaluation, 'raw' | 'ema' | 'buckets'>;

export async function validate({ run, raw, ema }: Subject, images: HeldOutImages, turn: Turn): Promise<Validation> {
  const { loss } = run.experiment;
  const { mean, buckets } = await evaluate(raw.denoiser, raw.process, images, loss, turn);
  const averaged = ema && (await evaluate(ema.denoiser, ema.process, images, loss, turn));
  return { raw: mean, ema: averaged?.mean ?? null, buckets };
}

/**
 * Bytes of pictures of the network's shape. If the network knows classes, the pictures go through
 * the run's classes in turn.
 */
export async function samplesOf(
  { run, raw, ema }: Subject,
  stream: RandomStream,
  turn: Turn,
): Promise<Uint8Array<ArrayBuffer>> {
  const { denoiser, process, scheduler, shape } = ema ?? raw;
  const { classes } = run.experiment;
  const labels = Array.from({ length: sampleCount }, (_, i) => classes[i % classes.length] ?? null);
  const pictures = await sample((x, timestep) => denoiser.answer(x, timestep, labels), {
    scheduler: samplerConfig(scheduler, denoiser.prediction === 'flow' ? 'flow-match-euler' : 'dpm'),
    // An imported schedule may have fewer steps, and a solver leaves one out.
    steps: Math.min(sampleSteps, process.numTrainTimesteps - 1),
    shape,
    count: sampleCount,
    stream,
    turn,
  });
  try {
    return await turn(() => toBytes(pictures));
  } finally {
    tf.dispose(pictures);
  }
}
