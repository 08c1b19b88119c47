/** The words of the questions for a class: imported with them. */
import i18next from 'i18next';
import { tasks } from './tasks.en.ts';

i18next.addResourceBundle('en', 'translation', { tasks }, true);
