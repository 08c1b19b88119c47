/** The words of the Repair view: imported with it. */
import i18next from 'i18next';
import { repair } from './repair.en.ts';

i18next.addResourceBundle('en', 'translation', { repair }, true);
