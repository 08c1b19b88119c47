/** The words of the coach: imported with it. */
import i18next from 'i18next';
import { coach } from './coach.en.ts';

i18next.addResourceBundle('en', 'translation', { coach }, true);
