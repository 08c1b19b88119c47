/**
 * Runs before anything is painted: sets the language of the page, and the theme that the visitor
 * has chosen, as Mantine keeps it; and notes whether the address is a link, which may lead to
 * another view.
 */
import { linkIn } from '../../../src/share/link-address.ts';
import { languageIn, namesOnlyLanguage } from '../../../src/share/link-language.ts';
import { languageOf } from '../../../src/words/languages.ts';
import { openingLanguage } from '../../../src/words/opening-language.ts';

const page = document.documentElement;

const language = openingLanguage(languageIn(location.href), navigator.languages);
page.lang = language;
page.dir = languageOf(language).direction;

let scheme: string | null = null;
try {
  scheme = localStorage.getItem('mantine-color-scheme-value');
} catch {
  // Without storage, the system's theme applies.
}
const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
page.dataset.mantineColorScheme = scheme === 'light' || scheme === 'dark' ? scheme : system;

if (!namesOnlyLanguage(linkIn(location.href))) page.dataset.linked = '';
