/**
 * The page's first paint is in index.html itself, with its style, so that a phone on a slow network
 * shows it one round trip after the address. The page's styles and script load after that and
 * replace it. Its words come from the page's words.
 */
import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import type { Plugin } from 'vite';
import { viewNames } from '../../src/share/view-names.ts';
import { page } from '../../src/words/en/page.ts';
import { start } from '../../src/words/en/start.ts';

const place = '<div id="root"></div>';
const loaded = /\n *(?:<script type="module"[^>]*src=[^>]*><\/script>|<link rel="(?:stylesheet|modulepreload)"[^>]*>)/g;

export function firstPaint(): Plugin {
  return {
    name: 'first-paint',
    transformIndexHtml: {
      order: 'post',
      handler(html, { filename }) {
        if (!filename.endsWith('index.html')) return html;
        const later = (html.match(loaded) ?? []).join('').replaceAll('\n    ', '\n      ');
        return html
          .replaceAll(loaded, '')
          .replace(
            '</head>',
            `  <script>${inline('early.js')}</script>\n    <style>${inline('first.css')}</style>\n  </head>`,
          )
          .replace(place, `<div id="root">${firstSight()}</div>`)
          .replace(
            '</body>',
            `  <template id="page">${later}\n    </template>\n    <script>${inline('load-page.js')}</script>\n  </body>`,
          );
      },
    },
  };
}

/**
 * A file of `first-paint`, without comments and indentation. Throws if the result is not a valid
 * script, because the page would then never start.
 */
function inline(file: string): string {
  const text = readFileSync(new URL(`first-paint/${file}`, import.meta.url), 'utf8')
    .replaceAll(/\/\*.*?\*\/\s*/gs, '')
    .replaceAll(/^\s*\/\/.*$/gm, '')
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim();
  if (file.endsWith('.js')) new Script(text, { filename: file });
  return text;
}

/** Hidden from screen readers, which read what the script renders. */
function firstSight(): string {
  const views = viewNames.map((name) => `<span>${page.views[name]}</span>`).join('');
  const header = `<header><b>${page.page.name}</b><small>${page.page.tagline}</small><nav>${views}</nav></header>`;
  const hero = `<section><h2>${start.title}</h2><p>${start.about} ${start.opening}</p><i></i></section>`;
  return `<div class="first" aria-hidden="true">${header}${hero}</div>`;
}
