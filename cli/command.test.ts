import { expect, it } from 'vitest';
import { type ErrorCode, errorKinds, PlaygroundError, reportOf } from '../src/ml/errors.ts';
import { sentenceOf } from '../src/words/sentence.ts';

/**
 * Errors that only a browser can cause: fallback backends, a worker and its storage, sets stored
 * there, scripts that load later, hosts that check which page reads their files.
 */
const browserOnly: ReadonlySet<string> = new Set<ErrorCode>([
  'webgl-missing',
  'webgpu-unavailable',
  'worker-died',
  'model-unreachable',
  'model-not-here',
  'part-missing',
  'model-spoiled',
  'hub-not-secure',
  'nothing-saved',
  'data-set-missing',
  'data-unreachable',
  'data-host-unreachable',
  'own-not-secure',
  'own-canvas',
  'own-no-room',
  'own-not-kept',
]);

it.each(Object.keys(errorKinds).filter((code) => !browserOnly.has(code)))('does not mention a page: %s', (code) => {
  const known = Object.keys(errorKinds).find((name): name is ErrorCode => name === code);
  if (known === undefined) return expect.fail(code);
  const sentence = sentenceOf(reportOf(new PlaygroundError(known)));
  expect(sentence).not.toMatch(/\b(reload|this page|the page|browser|Reset|Export it)\b/i);
});

it('puts the values into the words', () => {
  const missing = reportOf(new PlaygroundError('data-missing', { file: 'a/manifest.json' }));
  expect(sentenceOf(missing)).toMatch(/not there \(a\/manifest\.json\)\. Run `npm run data`, or .*--data/);
  const none = reportOf(new PlaygroundError('checkpoint-not-one', { name: '/nope' }));
  expect(sentenceOf(none)).toMatch(/^\/nope is not a checkpoint\. Name a folder that `npm run train/);
});
