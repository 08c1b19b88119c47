/**
 * What other sites show beside a link to the page (https://ogp.me): title, description and a
 * picture. Most of them accept absolute URLs only, so a build can be told the page's address:
 * `PAGE_URL=https://example.org/playground/ npm run build`. Otherwise the picture's address is
 * relative.
 */
import { basename } from 'node:path';
import type { HtmlTagDescriptor, Plugin } from 'vite';
import { aboutPage } from '../../src/words/en/about-page.ts';
import { bench } from '../../src/words/en/bench.ts';
import { page } from '../../src/words/en/page.ts';
import { wholeAddress } from './whole-address.ts';

/** Drawn by tools/film-pictures.ts. */
const picture = { file: 'social-preview.png', width: 1280, height: 640 };

export function openGraph(pageUrl = process.env.PAGE_URL): Plugin {
  const base = pageUrl ? wholeAddress('PAGE_URL', pageUrl) : null;
  return {
    name: 'open-graph',
    apply: 'build',
    transformIndexHtml: (_html, { filename }) => tagsOf(basename(filename), base),
  };
}

export function tagsOf(file: string, base: URL | null): HtmlTagDescriptor[] {
  const isBench = file === 'bench.html';
  const properties = {
    'og:type': 'website',
    'og:title': isBench ? bench.pageTitle : page.page.name,
    'og:description': isBench ? bench.description : page.page.description,
    ...(base && { 'og:url': new URL(isBench ? file : '', base).href }),
    'og:image': base ? new URL(picture.file, base).href : picture.file,
    'og:image:width': String(picture.width),
    'og:image:height': String(picture.height),
    'og:image:alt': aboutPage.films.preview,
  };
  return [
    ...Object.entries(properties).map(([property, content]) => meta({ property, content })),
    // The picture above the text; the rest is as in Open Graph.
    meta({ name: 'twitter:card', content: 'summary_large_image' }),
  ];
}

const meta = (attrs: Readonly<Record<string, string>>): HtmlTagDescriptor => ({ tag: 'meta', attrs, injectTo: 'head' });
