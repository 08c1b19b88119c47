/**
 * Shows the page in each other language, and in a pseudo-language in which any English word stands
 * out. Covers every view, dialog, notice and error that the scripted engine can reach.
 */
import { readFile } from 'node:fs/promises';
import { MantineProvider } from '@mantine/core';
import i18next from 'i18next';
import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BenchPage } from '../bench/page/BenchPage.tsx';
import { exampleResult } from '../bench/page/example.fixture.ts';
import { BenchContext, createBench, type Failure } from '../bench/page/store.ts';
import { App } from './App.tsx';
import { PlaygroundError, reportOf } from './ml/errors.ts';
import { type ErrorReport, type NoticeBody, PlaygroundContext } from './store/index.ts';
import { memoryPlace } from './store/runs/place.ts';
import { open } from './store/scripted-page.ts';
import { bench } from './words/en/bench.ts';
import { words } from './words/en/index.ts';
import { englishIn, type LatinWords, latinWordsIn } from './words/english-left.testing.ts';
import { formatIn } from './words/format.ts';
import { startWords } from './words/i18n.ts';
import { languageTags, original } from './words/languages.ts';
import { pseudo } from './words/pseudo-language.testing.ts';
import { sentences } from './words/sentences.testing.ts';
import { translationOf } from './words/translations.ts';

interface Spoken {
  readonly tag: string;
  readonly words: object;
  readonly bench: object;
  readonly latin: LatinWords;
}

/** Russian, because its dates, numbers and plural forms share nothing with English. */
const pseudoForms = ['one', 'few', 'many'];
const pseudoLanguage: Spoken = {
  tag: 'ru',
  words: pseudo(words, pseudoForms),
  bench: pseudo(bench, pseudoForms),
  latin: new Set(),
};
const spoken = [pseudoLanguage];
for (const tag of languageTags) {
  const translation = translationOf(tag);
  if (!translation) continue;
  const theirs = { ...(await translation.page()), ...(await translation.bench()) };
  spoken.push({ tag, ...theirs, latin: latinWordsIn([...sentences(theirs)].map(([, sentence]) => sentence)) });
}

// Mocked because only a bundler can resolve the worker's address. Calls are never answered.
vi.mock('./workers/own-pictures/client.ts', () => ({
  startImport: () => ({ call: new Proxy({}, { get: () => () => new Promise(() => {}) }), close() {} }),
}));

const found = new Set<string>();
let latin: LatinWords = new Set();
const look = (): void => {
  for (const text of englishIn(document.body, latin)) found.add(text);
};

beforeAll(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  await startWords();
});

async function speak({ tag, ...of }: Spoken): Promise<void> {
  i18next.addResourceBundle(tag, 'translation', of.words);
  i18next.addResourceBundle(tag, 'bench', of.bench);
  formatIn(tag);
  await i18next.changeLanguage(tag);
  latin = of.latin;
}

beforeEach(() => {
  found.clear();
  // The event loop's own functions stay real, because file reads and hashes need them.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'] });
  vi.stubGlobal('fetch', async (address: string | URL) => {
    const path = new URL(address, 'https://playground.example/some/path/').pathname.split('/some/path/')[1];
    if (!path) throw new TypeError();
    return new Response(await readFile(`public/${path}`));
  });
});

/** Lets pending work finish, then collects the English that is left. */
async function settle(milliseconds = 40): Promise<void> {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(milliseconds);
    await vi.dynamicImportSettled();
    await new Promise(setImmediate);
  });
  look();
}

async function show(page: ReactNode) {
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  await act(async () => root.render(<MantineProvider env="test">{page}</MantineProvider>));
  await settle();
  return () =>
    act(async () => {
      root.unmount();
      place.remove();
    });
}

async function showPage(hash: string, backend: 'webgpu' | 'cpu' = 'webgpu') {
  const page = open(hash, null, undefined, undefined, async () => memoryPlace(true));
  page.script.backend = backend;
  const close = await show(
    <PlaygroundContext value={page.playground}>
      <App />
    </PlaygroundContext>,
  );
  await act(() => page.playground.start());
  await settle(1000);
  return { ...page, close };
}

const pressable = 'button, summary, [role=tab], input[type=checkbox], input[type=radio]';

const nameOf = (element: Element): string =>
  [element.tagName, element.getAttribute('aria-label') ?? element.textContent, element.getAttribute('value')].join(' ');

/** Presses everything pressable in these places, one after the other, those in a dialog first. */
async function pressAll(...places: readonly string[]): Promise<void> {
  const pressed = new Set<string>();
  const isThere = (element: Element): boolean =>
    !element.matches(':disabled') &&
    !pressed.has(nameOf(element)) &&
    ['dialog', ...places].some((place) => element.closest(place));
  for (;;) {
    const left = [...document.querySelectorAll<HTMLElement>(pressable)].filter(isThere);
    const next = left.find((element) => element.closest('dialog')) ?? left[0];
    if (!next) return;
    // No page has this many. If there are more, each press makes something new.
    expect(pressed.size).toBeLessThan(200);
    pressed.add(nameOf(next));
    await act(async () => next.click());
    await settle();
  }
}

const pictures = { count: 8, width: 28, height: 28, rgb: new Uint8Array(8 * 28 * 28 * 3) };

/** Trains for a while, with the events that an engine would send. */
async function train(page: Awaited<ReturnType<typeof showPage>>): Promise<void> {
  await act(async () => {
    await page.state().run.train();
    page.script.advance(300);
    const events = page.script.events();
    const labels = new Uint16Array(8);
    const step = 300;
    events.dataSample({ pictures, labels });
    events.preview({ step, timesteps: [1, 2, 3, 4, 5, 6, 7, 8], clean: pictures, noisy: pictures, output: pictures });
    events.evaluation({ step, raw: 0.2, ema: 0.3, buckets: new Float32Array(10), samples: pictures });
  });
  await settle();
  await act(() => page.state().run.pause());
  await settle();
}

describe.each(spoken)('in $tag', (language) => {
  beforeAll(() => speak(language));

  it.each([
    ['start', 'quick', 'digits'],
    ['learn', 'classes', 'cifar10'],
    ['paint', 'classes', 'cifar10'],
    ['repair', 'quick', 'digits'],
    ['runs', 'quick', 'emoji'],
    ['paint', 'article', 'cifar10'],
  ] as const)('%s of %s on %s says nothing in English', async (view, recipe, set) => {
    const page = await showPage(`#v=1&recipe=${recipe}&data=${set}&view=${view}`);
    if (view !== 'start') await train(page);
    else while (!document.querySelector('[data-testid=painting]')) await settle();
    await pressAll('main');
    await page.close();
    expect([...found]).toEqual([]);
  });

  it('nothing around the views and in each dialog is in English', async () => {
    const page = await showPage('#v=1&recipe=quick&data=digits&view=learn');
    await pressAll('header', 'footer');
    await page.close();
    expect([...found]).toEqual([]);
  });

  it('a page without a GPU says nothing in English', async () => {
    const page = await showPage('#v=1&recipe=quick&data=digits&view=start', 'cpu');
    await page.close();
    expect([...found]).toEqual([]);
  });

  /** Numbers to fill in for the values of a sentence. */
  const valuesOf = (sentence: string) =>
    Object.fromEntries([...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = ''], index) => [name, index]));

  it('no notice or error says anything in English', async () => {
    const page = await showPage('#v=1&recipe=quick&data=digits&view=learn');
    const { notices } = page.state();
    const { errors, link, notices: said, reasons } = words;
    const bodies: NoticeBody[] = [
      ...Object.entries(errors).map(([code, { what, remedy }]): NoticeBody => {
        const report = { code, kind: 'input', values: valuesOf(what + remedy) };
        return { kind: 'error', report: report as Extract<NoticeBody, { kind: 'error' }>['report'] };
      }),
      ...Object.entries(reasons).map(([code, sentence]): NoticeBody => {
        const reason = { code, ...valuesOf(sentence) } as NonNullable<ErrorReport['values']['reason']>;
        return { kind: 'error', report: { code: 'checkpoint-notice', kind: 'input', values: { reason }, detail: '' } };
      }),
      ...Object.entries(said.messages).map(
        ([message, sentence]) => ({ kind: 'message', message, values: valuesOf(sentence) }) as NoticeBody,
      ),
      {
        kind: 'link',
        notices: Object.entries(link).map(([code, sentence]) => ({ code, values: valuesOf(sentence) })),
      } as unknown as NoticeBody,
      { kind: 'kept', keptId: '1', step: 1000 },
      { kind: 'reset', step: 1000, keptId: null },
      { kind: 'lost-early', batchSize: 64, smaller: 32 },
      { kind: 'lost-early', batchSize: 1, smaller: null },
    ];
    for (const body of bodies) {
      await act(async () => {
        for (const { id } of page.state().notices.list) notices.dismiss(id);
        notices.add(body);
        notices.add(body);
      });
      await settle(1);
    }
    await page.close();
    expect([...found]).toEqual([]);
  });

  it('the benchmark’s page says nothing in English', async () => {
    const store = createBench({
      startMeasurement: (_plan, { progress, opened, limits, measured }) => {
        opened({ adapter: '5', features: [], versions: [] });
        progress({ kind: 'first', case: 'article', peer: 'ours' }, 0.1);
        limits(exampleResult.limits);
        for (const each of exampleResult.cases) measured(each);
        return { ended: new Promise(() => {}), cancel() {} };
      },
      address: () => 'https://playground.example/bench.html',
      browser: '',
      now: () => exampleResult.measuredAt,
    });
    const close = await show(
      <BenchContext value={store}>
        <BenchPage />
      </BenchContext>,
    );
    await pressAll('main');
    const failures: readonly Failure[] = [
      reportOf(new PlaygroundError('webgpu-missing', { reason: { code: 'no-adapter' } })),
      reportOf(new PlaygroundError('device-lost', { reason: { code: 'no-answer', request: '', seconds: 20 } })),
      reportOf(new PlaygroundError('part-missing', { part: '' })),
      'bad-link',
    ];
    for (const failure of failures) {
      await act(async () => store.setState({ failure }));
      await settle();
    }
    await close();
    expect([...found]).toEqual([]);
  });
});

it.each(['start', 'learn', 'paint', 'repair', 'runs'])(
  'no English is left in %s when the language changes',
  async (view) => {
    await speak({ tag: original, words, bench, latin: new Set() });
    const page = await showPage(`#v=1&recipe=quick&data=digits&view=${view}`);
    if (view !== 'start') await train(page);
    await act(() => speak(pseudoLanguage));
    // Discards what was recorded while the page was rightly in English.
    englishIn(document.body, latin);
    found.clear();
    await settle(1000);
    await page.close();
    expect([...found]).toEqual([]);
  },
);
