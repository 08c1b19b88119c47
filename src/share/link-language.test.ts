import { expect, it } from 'vitest';
import { decodeLink } from './link.ts';
import { withLanguage } from './link-language.ts';

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

it('a language alone leaves the address bare: it opens what it opens without one', () => {
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
] as const)('%s in %s', (address, tag, changed) => {
  expect(withLanguage(address, tag)).toBe(changed);
});
