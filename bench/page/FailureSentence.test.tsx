import i18next from 'i18next';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeAll, expect, it } from 'vitest';
import { PlaygroundError } from '../../src/ml/errors.ts';
import type { LanguageTag } from '../../src/words/languages.ts';
import { FailureSentence } from './FailureSentence.tsx';
import { BenchContext, createBench } from './store.ts';
import { speakBench, startBenchWords } from './words.ts';

beforeAll(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  await startBenchWords();
});

/** The text of the page when the measurement ends with this error. */
async function sentenceFor(error: Error, language: LanguageTag = 'en'): Promise<string | null> {
  await speakBench(language);
  const bench = createBench({
    startMeasurement: () => ({ ended: Promise.reject(error), cancel() {} }),
    address: () => 'https://playground.example/bench.html',
    browser: '',
    now: () => 0,
  });
  await bench.getState().measure();
  const place = document.createElement('div');
  const root = createRoot(place);
  await act(async () =>
    root.render(
      <BenchContext value={bench}>
        <FailureSentence />
      </BenchContext>,
    ),
  );
  const { textContent } = place;
  await act(async () => root.unmount());
  return textContent;
}

const noAdapter = new PlaygroundError('webgpu-missing', { reason: { code: 'no-adapter' } });

it('says in the page’s language that there is no WebGPU', async () => {
  expect(await sentenceFor(noAdapter)).toBe(
    'There is no WebGPU here (no adapter). Try another browser, or update this one.',
  );
  expect(await sentenceFor(noAdapter, 'zh-CN')).toContain('没有可用的适配器');
  expect(i18next.language).toBe('zh-CN');
});

it.each([
  [
    new PlaygroundError('device-lost', { reason: { code: 'quoted', text: 'driver reset' } }),
    'The GPU was lost (driver reset). The measurement has stopped: try again with less.',
  ],
  [
    new PlaygroundError('part-missing', { part: 'bench.worker' }),
    'A part of the page could not be loaded (bench.worker). Check the connection and try again.',
  ],
])('says what to do about %s', async (error, sentence) => {
  expect(await sentenceFor(error)).toBe(sentence);
});
