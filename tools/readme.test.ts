/**
 * README.zh-CN.md translates README.md: what is not prose is the same in both, in the same order.
 */
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (file: string): string => readFileSync(file, 'utf8');
const english = read('README.md');
const chinese = read('README.zh-CN.md');

const all = (text: string, pattern: RegExp): readonly string[] => text.match(pattern) ?? [];
/** Code within sentences, sorted, because a translation may name things in another order. */
const codeIn = (text: string): readonly string[] => all(text.replace(/^```.*?^```$/gms, ''), /`[^`]+`/g).toSorted();
const linksIn = (text: string): readonly string[] => all(text, /(?<=\]\()[^)]+/g).toSorted();

it('has the same commands', () => {
  expect(all(chinese, /^```.*?^```$/gms)).toEqual(all(english, /^```.*?^```$/gms));
});

it('has the same inline code', () => {
  expect(codeIn(chinese)).toEqual(codeIn(english));
});

it('has the same headings, by level', () => {
  expect(all(chinese, /^#+ /gm)).toEqual(all(english, /^#+ /gm));
});

it('has the same links, each file links to the other, and each shows the page in its own language', () => {
  const own = linksIn(chinese).map((link) => link.replace('docs/screenshot.zh-CN.png', 'docs/screenshot.png'));
  expect([...own, 'README.zh-CN.md'].toSorted()).toEqual([...linksIn(english), 'README.md'].toSorted());
  expect(linksIn(chinese)).toContain('docs/screenshot.zh-CN.png');
});

it.each([english, chinese])('shows only pictures that exist', (text) => {
  for (const picture of linksIn(text).filter((link) => /^docs.*\.(png|gif)$/.test(link)))
    expect(existsSync(picture), picture).toBe(true);
});
