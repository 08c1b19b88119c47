/**
 * Writes files with the current version, which are kept forever: `npx tsx
 * tools/golden/version-files.ts`, once per release, before the version number is raised. Every
 * later version must read them (`src/older-versions.test.ts`).
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { serialize } from 'node:v8';
import { miniature, zipped } from '../../src/engine/miniature.fixture.ts';
import { recipes } from '../../src/ml/config.ts';
import { described } from '../../src/ml/data/cifar10.testing.ts';
import { syntheticSource } from '../../src/ml/data/synthetic-source.fixture.ts';
import { lookDefaults } from '../../src/ml/settings.ts';
import { encodeLink } from '../../src/share/link.ts';
import type { KeptRun } from '../../src/store/types/runs.ts';
import { version } from '../../src/version.ts';

const folder = new URL(`versions/${version}/`, import.meta.url);
if (existsSync(folder)) throw new Error(`${folder.pathname} is there: what a version wrote stays as it is`);
mkdirSync(folder, { recursive: true });

const experiment = { ...recipes.quick.experiment, seed: 7, batchSize: 8, classes: [3, 5] };
const saved = miniature(experiment);
const { training } = saved;
if (!training) throw new Error('a run in training');
const { id, name, side, channels, classNames, mirrors, licence, source, counts, hash } = described;
const progress = {
  ...training.progress,
  dataSet: { id, name, side, channels, classNames, mirrors, licence, source, counts, hash },
  step: 2,
  cursor: { epoch: 0, position: 16 },
  loss: 0.5,
  lossHistory: { steps: [1, 2], losses: [0.75, 0.5] },
  validationHistory: { steps: [1], raw: [0.875], ema: [0.9375] },
  basedOn: [{ name: 'digits', data_set: 'MNIST digits', licence: 'CC-BY-SA-3.0' }],
};
const look = { ...lookDefaults, guidance: 3, sampleClass: 'cat', sampleSteps: 20 };
const { manifest } = await syntheticSource({ labels: [0, 1, 2], imagesPerShard: 2 });
const autosave = { runId: 'a-run', origin: 'checkpoint', experiment, step: 2, epoch: 0, savedAt: 1_795_000_000_000 };
/** The form that IndexedDB stores, by the structured clone algorithm. */
const keptRun: KeptRun = {
  id: 'a-run',
  runId: 'another-run',
  number: 3,
  name: 'Cats and dogs',
  colour: 2,
  starred: true,
  removed: false,
  removedAt: 0,
  begunAt: autosave.savedAt,
  experiment,
  learningRate: 1e-3,
  rateChanges: [{ after: 1, from: 2e-3, to: 1e-3 }],
  setName: 'CIFAR-10',
  comparedWith: recipes.quick.experiment,
  comparedWithRunBefore: false,
  swept: null,
  kind: 'diffusion',
  step: 2,
  phase: 'resting',
  device: 'a GPU',
  imagesPerSecond: 100,
  curve: { steps: Float64Array.of(1, 2), losses: Float32Array.of(0.75, 0.5), smoothed: Float32Array.of(0.75, 0.7) },
  norms: { steps: Float64Array.of(1, 2), values: Float32Array.of(1, 0.5) },
  heldOut: { steps: Float64Array.of(1), raw: Float32Array.of(0.875), ema: Float32Array.of(Number.NaN) },
  looks: [
    {
      step: 1,
      pictures: { count: 1, width: 2, height: 1, rgb: Uint8Array.of(0, 1, 2, 3, 4, 5) },
      evaluation: { raw: 0.875, ema: null, buckets: Float32Array.of(0.5, 1) },
    },
  ],
  checkpoint: { step: 2, bytes: 1000 },
  noCheckpoint: null,
};
const links = [
  encodeLink({ experiment, look }),
  encodeLink({ experiment: recipes.article.experiment, look: lookDefaults, view: 'runs' }),
  encodeLink({
    experiment: { ...recipes.tiny.experiment, predictionType: 'v_prediction' },
    look,
    model: 'models/digits',
  }),
];

writeFileSync(new URL('kept-run.bin', folder), serialize(keptRun));
writeFileSync(new URL('checkpoint.zip', folder), zipped({ ...saved, training: { ...training, progress } }));
writeFileSync(
  new URL('files.json', folder),
  `${JSON.stringify({ experiment, look, progress, autosave, manifest, links }, null, 1)}\n`,
);
