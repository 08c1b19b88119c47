/**
 * The typography of the Chinese words: full-width punctuation, and one space between Chinese and
 * Latin text, but none beside a full-width mark.
 */
import { expect, it } from 'vitest';
import { sentences } from '../sentences.testing.ts';
import { bench } from './bench.ts';
import { words } from './index.ts';

const all = [...sentences(words), ...sentences(bench, 'bench')];

it.each([
  ['no space between Chinese and Latin text', /\p{Script=Han}[a-z\d]|[a-z\d]\p{Script=Han}/iu],
  // A title and the page's name are separated by " – ".
  ['a space beside a full-width mark', / [，。：；？！）”、》]|[，。：；？！（“、《…] (?!–)/],
  ['a half-width mark in Chinese text', /\p{Script=Han} ?[,;:?!()]|[,;:?!()]\p{Script=Han}|\.\.\./u],
  ['a space at an end, or two in a row', /^ | $| {2}/],
])('no sentence has %s', (_, pattern) => {
  expect(all.filter(([, sentence]) => pattern.test(sentence))).toEqual([]);
});
