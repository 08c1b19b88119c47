/**
 * The page's first paint is in index.html itself, with its style, so that a phone on a slow network
 * shows it one round trip after the address. The page's styles and script load after that and
 * replace it. It has the page's words in every language; a script in front of it chooses one.
 * `cli/weigh/page-weight.ts` says what else loads before the first train step.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { build, type Plugin, type Rolldown } from 'vite';
import { viewNames } from '../../src/share/view-names.ts';
import { type LanguageTag, languageOf, languageTags } from '../../src/words/languages.ts';
import { escaped } from './page-words.ts';
import { wordsOf } from './words-of.ts';

const place = '<div id="root"></div>';
const loaded = /\n *(?:<script type="module"[^>]*src=[^>]*><\/script>|<link rel="(?:stylesheet|modulepreload)"[^>]*>)/g;

export function firstPaint(): Plugin {
  return {
    name: 'first-paint',
    transformIndexHtml: {
      order: 'post',
      async handler(html, { filename, bundle }) {
        if (!filename.endsWith('index.html')) return html;
        const sights = await Promise.all(languageTags.map(firstSight));
        const sandboxed = await Promise.all(languageTags.map(inSandbox));
        const later = ((html.match(loaded) ?? []).join('') + translationLinks(bundle)).replaceAll('\n    ', '\n      ');
        const head = `  <script>${await earlyScript()}</script>\n    <style>${styles()}</style>\n  </head>`;
        const root = `<div id="root">${sights.join('')}</div>`;
        const end = `  <template id="sandboxed">${sandboxed.join('')}</template>
    <template id="page">${later}\n    </template>\n    <script>${inline('load-page.js')}</script>\n  </body>`;
        // As functions, because `replace` interprets a $ in a replacement string.
        return html
          .replaceAll(loaded, '')
          .replace('</head>', () => head)
          .replace(place, () => root)
          .replace('</body>', () => end);
      },
    },
  };
}

/** A file of `first-paint`, without comments and indentation. */
function inline(file: string): string {
  const text = readFileSync(new URL(`first-paint/${file}`, import.meta.url), 'utf8')
    .replaceAll(/\/\*.*?\*\/\s*/gs, '')
    .replaceAll(/^\s*\/\/.*$/gm, '')
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim();
  return file.endsWith('.js') ? valid(text, file) : text;
}

/** Throws if a script is invalid, because the page would then never start. */
function valid(script: string, file: string): string {
  new Script(script, { filename: file });
  return script;
}

/** Bundled, because it uses the page's own functions to decide. */
async function earlyScript(): Promise<string> {
  const entry = fileURLToPath(new URL('first-paint/early.ts', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: true, lib: { entry, formats: ['iife'], name: 'early' } },
  });
  const [{ output }] = [built].flat() as [Rolldown.RolldownOutput];
  return valid(output[0].code.trim(), entry);
}

/** Shows only the first paint in the page's language. */
function styles(): string {
  const others = languageTags.map((tag) => `html[lang="${tag}"] .first:not([lang="${tag}"]) {\ndisplay: none;\n}`);
  return [inline('first.css'), ...others].join('\n');
}

/** Links to the words of each translation, of which a reader loads only their own. */
function translationLinks(bundle: Rolldown.OutputBundle = {}): string {
  return Object.values(bundle)
    .filter(({ name }) => languageTags.some((tag) => tag === name))
    .map(({ name, fileName }) => `\n    <link rel="modulepreload" hreflang="${name}" crossorigin href="./${fileName}">`)
    .join('');
}

/** Hidden from screen readers, which read what the page's script renders. */
async function firstSight(tag: LanguageTag): Promise<string> {
  const { page, start, views } = await wordsOf(tag);
  const tabs = viewNames.map((name) => `<span>${escaped(views[name])}</span>`).join('');
  const header = `<header><b>${escaped(page.name)}</b><small>${escaped(page.tagline)}</small><nav>${tabs}</nav></header>`;
  const about = start.about + languageOf(tag).gap + start.opening;
  const hero = `<section><h2>${escaped(start.title)}</h2><p>${escaped(about)}</p><i></i></section>`;
  return `<div class="first" lang="${tag}" aria-hidden="true">${header}${hero}</div>`;
}

/** Shown instead of the first paint in a frame whose sandbox keeps the page from starting. */
async function inSandbox(tag: LanguageTag): Promise<string> {
  const { page } = await wordsOf(tag);
  return `<div class="first" lang="${tag}"><section><h2>${escaped(page.name)}</h2><p>${escaped(page.sandboxed)}</p></section></div>`;
}
