/**
 * 404.html, which a static host shows at an address where nothing is. It contains every language,
 * one below the other, because it says little, and a script that chose one would be larger than the
 * page.
 */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { type LanguageTag, languageTags } from '../../src/words/languages.ts';
import { escaped } from './page-words.ts';
import { wordsOf } from './words-of.ts';

export function notFound(): Plugin {
  return {
    name: 'not-found',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        // Not with the benchmark's page, which is built by itself.
        if (!('index.html' in bundle)) return;
        this.emitFile({ type: 'asset', fileName: '404.html', source: await notFoundPage() });
      },
    },
  };
}

async function notFoundPage(): Promise<string> {
  const template = readFileSync(new URL('not-found/404.html', import.meta.url), 'utf8');
  const parts = await Promise.all(languageTags.map(partOf));
  const titles = parts.map(({ title }) => title).join(' · ');
  return template
    .replace('{{title}}', () => `${titles} – ${parts[0]?.name}`)
    .replace('{{sections}}', () => parts.map(({ section }) => section).join('\n      '));
}

async function partOf(tag: LanguageTag) {
  const { page, notFound } = await wordsOf(tag);
  const link = `<a href="./">${escaped(notFound.open.replace('{{name}}', () => page.name))}</a>`;
  const text = escaped(notFound.before) + link + escaped(notFound.after);
  return {
    name: escaped(page.name),
    title: escaped(notFound.title),
    section: `<section lang="${tag}">
        <h1>${escaped(notFound.heading)}</h1>
        <p>${text}</p>
      </section>`,
  };
}
