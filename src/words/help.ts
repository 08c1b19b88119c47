/** The words of the glossary and the list of keys: imported with it. */
import i18next from 'i18next';
import { help } from './help.en.ts';

i18next.addResourceBundle('en', 'translation', { help }, true);
