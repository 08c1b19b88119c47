import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { PlaygroundError, reportOf } from '../../ml/errors.ts';
import { startWords } from '../../words/i18n.ts';
import { errorSentence } from './error-sentence.ts';

// The module with sentences adds its words to the running i18n instance, so it is imported after
// the start.
let sentences: typeof import('./sentence.ts');
beforeAll(async () => {
  await startWords();
  sentences = await import('./sentence.ts');
});

const missing = (file: string) => reportOf(new PlaygroundError('data-shard-missing', { file }));

test('many missing files are named by their count and one name', () => {
  const files = Array.from({ length: 49 }, (_, i) => missing(`train-${String(i + 1).padStart(2, '0')}.webp`));
  const [said, ...rest] = sentences.shardSentences(i18next.t, files.toReversed());
  expect(said).toBe('49 files of training images could not be loaded, among them train-01.webp.');
  expect(rest).toHaveLength(1);
});

test.each([
  [
    'data-unreachable',
    { set: 'emoji', file: 'https://host.example/emoji/manifest.json' },
    /^Emoji \(Twemoji\) is not on this device/,
  ],
  [
    'data-host-unreachable',
    { set: 'emoji', host: 'files.example' },
    /^Emoji \(Twemoji\) is not on this device, and files\.example, which/,
  ],
  ['model-not-here', { model: 'cifar10' }, /^Small photographs is not on this device yet/],
  ['model-not-here', { model: 'another' }, /^another is not on this device yet/],
] as const)('%s of %o uses the page’s names', (code, values, said) => {
  expect(errorSentence(i18next.t, reportOf(new PlaygroundError(code, values)))).toMatch(said);
});
