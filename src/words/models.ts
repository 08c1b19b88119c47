/** The words of the panel of ready-made models: imported with it. */
import i18next from 'i18next';
import { models } from './models.en.ts';

i18next.addResourceBundle('en', 'translation', { models }, true);
