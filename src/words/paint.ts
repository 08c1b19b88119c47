/** The words of the Paint view: imported with it. */
import i18next from 'i18next';
import { paint } from './paint.en.ts';

i18next.addResourceBundle('en', 'translation', { paint }, true);
