import { expect, it } from 'vitest';
import { chewings } from './link.fixture.ts';
import { decodeLink } from './link.ts';
import { linkIn } from './link-address.ts';
import { languageIn, withLanguage } from './link-language.ts';

it.each([
  ['&lang=en', 'en', []],
  ['&LANG=EN-gb', 'en', []],
  ['&lang=en).', 'en', []],
  ['', undefined, []],
  ['&lang=', undefined, ['lang']],
  ['&lang=tlh', undefined, ['lang']],
])('a link with %s', (field, language, complains) => {
  const decoded = decodeLink(`#v=1&recipe=tiny&seed=42${field}`);
  expect(decoded.language).toBe(language);
  expect(decoded.experiment).toMatchObject({ recipe: 'tiny', seed: 42 });
  expect(decoded.notices.map(({ values }) => 'key' in values && values.key)).toEqual(complains);
});

it('an address with only a language opens the same as an address without a link', () => {
  const { language, notices, ...visit } = decodeLink('#lang=en');
  const { notices: none, ...bare } = decodeLink('');
  expect(visit).toEqual(bare);
  expect([language, notices, none]).toEqual(['en', [], []]);
  expect(decodeLink('#lang=tlh')).toMatchObject({ view: 'start', notices: [{ code: 'not-a-name' }] });
  expect(decodeLink('#lang=en&recipe=tiny').experiment.recipe).toBe('tiny');
});

it.each([
  ['https://a.example/', 'en', 'https://a.example/#lang=en'],
  ['https://a.example/#lang=en', null, 'https://a.example/'],
  ['https://a.example/?q#v=1&recipe=tiny', 'en', 'https://a.example/?q#v=1&recipe=tiny&lang=en'],
  ['https://a.example/#v=1&LANG=fr&seed=2', 'en', 'https://a.example/#v=1&seed=2&lang=en'],
  ['https://a.example/#v=1&lang=fr&seed=2', null, 'https://a.example/#v=1&seed=2'],
  ['https://a.example/?v=1&recipe=tiny#content', 'en', 'https://a.example/#v=1&recipe=tiny&lang=en'],
  ['https://a.example/?v=3#content', 'en', 'https://a.example/?v=3#lang=en'],
] as const)('%s in %s', (address, tag, changed) => {
  expect(withLanguage(address, tag)).toBe(changed);
});

it.each([
  ['https://a.example/#v=1&lang=zh-CN&seed=1', 'zh-CN'],
  ['https://a.example/#lang=ZH-hans', 'zh-CN'],
  ['https://a.example/?lang=en', null], // a host's or a tracker's
  ['https://a.example/#model=https://b.example/m?lang=en', null],
  ['https://a.example/#lang=fr', null],
  ['https://a.example/#slang=en', null],
  ['https://a.example/#lang', null],
  ['https://a.example/', null],
])('%s names %s', (address, tag) => {
  expect(languageIn(address)).toBe(tag);
  expect(decodeLink(linkIn(address)).language ?? null).toBe(tag);
});

it.each(Object.entries(chewings))('%s: the language is still read, and can be replaced', (_, chew) => {
  const { language, ...settings } = decodeLink('#v=1&recipe=tiny&seed=7&lang=zh-CN');
  const address = `https://a.example/some/path/${chew('#v=1&recipe=tiny&seed=7&lang=zh-CN')}`;
  expect(languageIn(address)).toBe(language);
  const chosen = withLanguage(address, 'en');
  expect(chosen).toMatch(/^https:\/\/a\.example\/some\/path\/#/);
  expect(decodeLink(linkIn(chosen))).toEqual({ ...settings, language: 'en' });
  expect(decodeLink(linkIn(withLanguage(address, null)))).toEqual(settings);
});
