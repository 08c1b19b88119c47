/**
 * Inserts the page's words into the host's pages, for text that shows before any script runs
 * (title, description): `{{page.name}}` in index.html.
 */
import type { Plugin } from 'vite';
import { bench } from '../../src/words/en/bench.ts';
import { page } from '../../src/words/en/page.ts';

const values: Readonly<Record<string, string>> = {
  'page.name': page.page.name,
  'page.description': page.page.description,
  'page.needsScript': page.page.needsScript,
  'bench.pageTitle': bench.pageTitle,
  'bench.description': bench.description,
  'bench.needsScript': bench.needsScript,
};

export function pageWords(): Plugin {
  return {
    name: 'page-words',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) =>
        html.replace(/\{\{([\w.]+)\}\}/g, (_, key: string) => {
          const value = values[key];
          if (value === undefined) throw new Error(`No words for {{${key}}}`);
          return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
        }),
    },
  };
}
