import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { experimentOn, lookDefaults, recipes } from '../ml/config.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { ownSet } from '../share/link.fixture.ts';
import { encodeLink } from '../share/link.ts';
import type { LanguageTag } from '../words/languages.ts';
import { open } from './scripted-page.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Browser {
  readonly preferred?: LanguageTag;
  readonly remembered?: LanguageTag;
}

function opened(hash: string, { preferred = 'en', remembered }: Browser = {}) {
  const page = open(hash, null, undefined, undefined, undefined, { preferred, remembered: remembered ?? null });
  const linked = () => /[#&]lang=([\w-]+)/.exec(page.state().share.link())?.[1] ?? null;
  return { ...page, linked };
}

it.each([
  ['', { preferred: 'zh-CN' }, 'zh-CN', null],
  ['', { remembered: 'zh-CN' }, 'zh-CN', 'zh-CN'],
  ['#v=1&recipe=tiny&lang=zh-CN', {}, 'zh-CN', 'zh-CN'],
  ['#v=1&recipe=tiny&lang=en', { remembered: 'zh-CN' }, 'en', 'en'],
  ['#v=1&recipe=tiny', { preferred: 'zh-CN', remembered: 'en' }, 'en', 'en'],
  ['#v=1&recipe=tiny', {}, 'en', null],
] as const)('%s with %o: in %s, and links say %s', async (hash, browser, tag, inLinks) => {
  const page = opened(hash, browser);
  await page.state().language.start();
  expect(page.host.language.spoken).toEqual([tag]);
  expect([page.state().language.tag, page.linked()]).toEqual([tag, inLinks]);
});

it('a choice is remembered and changes the address and links, but nothing of the run', async () => {
  const page = opened('#v=1&recipe=tiny&seed=7');
  const start = page.playground.start();
  await vi.runAllTimersAsync();
  await start;
  await page.state().run.train();
  page.script.advance(3);
  const { run } = page.state();
  page.state().language.choose('zh-CN');
  await vi.advanceTimersByTimeAsync(0);
  expect(page.host.language).toMatchObject({ remembered: 'zh-CN', spoken: ['zh-CN'] });
  expect(page.host.address()).toMatch(/#v=1&recipe=tiny&seed=7&lang=zh-CN$/);
  expect(page.linked()).toBe('zh-CN');
  expect(page.state().run).toBe(run);
  page.state().language.choose('en');
  await vi.advanceTimersByTimeAsync(0);
  expect(page.host.address()).toMatch(/#v=1&recipe=tiny&seed=7$/);
  expect(page.linked()).toBeNull();
});

it('the later of two choices counts, however long the words take to load', async () => {
  const page = opened('');
  let arrive = (): void => {};
  page.host.language.load = () => new Promise((resolve) => (arrive = resolve));
  page.state().language.choose('zh-CN');
  page.host.language.load = async () => {};
  page.state().language.choose('en');
  await vi.advanceTimersByTimeAsync(0);
  arrive();
  await vi.advanceTimersByTimeAsync(0);
  expect(page.state().language.tag).toBe('en');
});

it('a link that is opened in the page changes the language; going back does not undo a choice', async () => {
  const page = opened('#v=1&recipe=tiny');
  page.goTo('#v=1&recipe=tiny&lang=zh-CN');
  await vi.advanceTimersByTimeAsync(0);
  expect(page.state().language.tag).toBe('zh-CN');
  expect(page.host.language.remembered).toBeNull();
  page.host.isNoted = true;
  page.goTo('#v=1&recipe=tiny&lang=en');
  await vi.advanceTimersByTimeAsync(0);
  expect(page.state().language.tag).toBe('zh-CN');
  expect(page.host.address()).toMatch(/lang=zh-CN$/);
});

it('a link with a language and a missing set of own pictures is opened once the set is added, even if a run has begun', async () => {
  const page = opened('#v=1&recipe=tiny');
  const start = page.playground.start();
  await vi.runAllTimersAsync();
  await start;
  await page.state().run.step();
  const own = ownSet('leaves', ['oak', 'elm']);
  const experiment = experimentOn(recipes.quick, own);
  page.goTo(`${encodeLink({ experiment, look: lookDefaults }, own)}&lang=zh-CN`);
  await vi.advanceTimersByTimeAsync(0);
  page.host.isNoted = true; // by the change of language
  page.state().dataSets.setOwn([own]);
  page.state().ownPictures.added(own);
  expect(page.state().run.draft).toEqual(experiment);
  expect(page.notices()).toContain('linkAfterReset');
});

it('opens in English and says why if the words cannot be loaded', async () => {
  const page = opened('', { preferred: 'zh-CN' });
  page.host.language.load = async (tag) => {
    if (tag === 'zh-CN') throw new PlaygroundError('part-missing', { part: 'zh-CN' });
  };
  await page.state().language.start();
  expect(page.state().language).toMatchObject({ tag: 'en' });
  expect(page.notices()).toEqual(['part-missing']);
});

it('names an unknown language in a notice', async () => {
  const page = opened('#v=1&recipe=tiny&lang=tlh');
  const start = page.playground.start();
  await vi.runAllTimersAsync();
  await start;
  expect(page.notices()).toEqual(['link']);
  expect(page.state().language.tag).toBe('en');
});
