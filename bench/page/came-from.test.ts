import { expect, it } from 'vitest';
import { cameFromPage } from './came-from.ts';

const page = 'https://playground.example/here/';
const visit = { referrer: page, address: `${page}bench.html#lang=zh-CN`, entriesThen: 2, entriesNow: 2 };

it('Back leads to the page, whichever of its names it was opened by', () => {
  expect(cameFromPage(visit)).toBe(true);
  expect(cameFromPage({ ...visit, referrer: `${page}index.html` })).toBe(true);
  expect(cameFromPage({ ...visit, referrer: `${page}?recipe=quick&hide=share` })).toBe(true);
});

it.each([
  ['from nowhere', { referrer: '' }],
  ['from another site', { referrer: 'https://search.example/' }],
  ['from another page of the host', { referrer: 'https://playground.example/' }],
  ['in a tab of its own', { entriesThen: 1, entriesNow: 1 }],
  ['after another result was opened in it', { entriesNow: 3 }],
])('not %s', (_, change) => {
  expect(cameFromPage({ ...visit, ...change })).toBe(false);
});
