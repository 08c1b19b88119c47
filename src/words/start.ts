/** The words of the first view: imported with it. */
import i18next from 'i18next';
import { start } from './start.en.ts';

i18next.addResourceBundle('en', 'translation', { start }, true);
