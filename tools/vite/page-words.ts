/**
 * Inserts the page's words into the host's pages, for text that shows before any script runs, or
 * where none does: `{{page.name}}` in the original language, `{{each page.needsScript}}` in all of
 * them.
 */
import type { Plugin } from 'vite';
import { bench } from '../../src/words/en/bench.ts';
import { type LanguageTag, languageTags, original } from '../../src/words/languages.ts';
import { translationOf } from '../../src/words/translations.ts';
import { wordsOf } from './words-of.ts';

async function valuesOf(tag: LanguageTag): Promise<Readonly<Record<string, string>>> {
  const { page } = await wordsOf(tag);
  const ofBench = (await translationOf(tag)?.bench())?.bench ?? bench;
  return {
    'page.name': page.name,
    'page.description': page.description,
    'page.needsScript': page.needsScript,
    'bench.pageTitle': ofBench.pageTitle,
    'bench.description': ofBench.description,
    'bench.needsScript': ofBench.needsScript,
  };
}

export function pageWords(): Plugin {
  return {
    name: 'page-words',
    transformIndexHtml: {
      order: 'pre',
      async handler(html) {
        const values = await Promise.all(languageTags.map(async (tag) => [tag, await valuesOf(tag)] as const));
        const textOf = (tag: LanguageTag, key: string): string => {
          const value = new Map(values).get(tag)?.[key];
          if (value === undefined) throw new Error(`No words for {{${key}}} in ${tag}`);
          return escaped(value);
        };
        return html.replace(/\{\{(each )?([\w.]+)\}\}/g, (_, each: string | undefined, key: string) =>
          each ? languageTags.map((tag) => `<p lang="${tag}">${textOf(tag, key)}</p>`).join('') : textOf(original, key),
        );
      },
    },
  };
}

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
