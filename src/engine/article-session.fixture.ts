/**
 * Sessions of the article's network on a few synthetic pictures, for tests. On WebGPU.
 */
import { type Experiment, recipes } from '../ml/config.ts';
import type { Sampling } from '../workers/protocol.ts';
import type { SnapshotStorage } from './host.ts';
import { type Seen, startSession as startSessionOn } from './session.fixture.ts';

/** Five steps of two images, then one of one: 11 images. */
export const experiment: Experiment = { ...recipes.article.experiment, seed: 11, batchSize: 2, epochs: 2 };
export const labels = Array.from({ length: 11 }, (_, i) => i % 10);
/** The article's network ignores these. */
export const sampling: Sampling = { sampler: 'ddim', steps: 10, eta: 0, guidance: 1, classIndex: null, weights: 'ema' };

export const startSession = (
  storage: SnapshotStorage | null = null,
  onRead?: (file: string) => Promise<void>,
  imageLabels = labels,
): Promise<Seen> => startSessionOn({ labels: imageLabels, imagesPerShard: 4, ...(onRead ? { onRead } : {}) }, storage);

export const options = { backend: 'webgpu', experiment, previewEvery: 1000, resume: 'none' } as const;

export async function opened(...given: Parameters<typeof startSession>): Promise<Seen> {
  const seen = await startSession(...given);
  await seen.engine.open(options, '');
  return seen;
}
