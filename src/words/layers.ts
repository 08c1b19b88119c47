/** The words of the look inside the network: imported with it. */
import i18next from 'i18next';
import { layers } from './layers.en.ts';

i18next.addResourceBundle('en', 'translation', { layers }, true);
