/**
 * A shipped model as a host serves it, for the store's tests: its weights are replaced by what the
 * scripted engine reads.
 */
import { createHash } from 'node:crypto';
import { experimentOn, recipes, shippedSets } from '../ml/config.ts';
import type { Answer } from '../share/model-host.fixture.ts';
import type { ModelCard } from './shipped-models.ts';

const { digits } = shippedSets;
export const file = new TextEncoder().encode(
  JSON.stringify({ experiment: experimentOn(recipes.quick, digits), step: 0 }),
);
const sha256 = createHash('sha256').update(file).digest('hex');
export const card: ModelCard = {
  version: 1,
  name: 'digits',
  dataSet: {
    id: 'digits',
    name: 'Digits',
    side: 28,
    channels: 1,
    class_names: [...digits.classNames],
    counts: digits.counts,
    hash: 'b'.repeat(64),
    licence: '',
    source: '',
    mirrors: false,
  },
  recipe: 'quick',
  parameters: 1000,
  training: { images: 64, steps: 1, seconds: null, machine: null, program: 'this' },
  judge: null,
  freshEyes: null,
  sheet: null,
  licence: '',
  // The contents that the scripted engine reads.
  files: [{ path: 'model_index.json', bytes: file.length, sha256 }],
};
export const address = `models/digits/model_index.json?sha256=${sha256}`;
export const files: Readonly<Record<string, Answer>> = {
  'models/index.json': '{"version":1,"models":["digits"]}',
  'models/digits/card.json': JSON.stringify(card),
  [address]: file,
};
