/** The words of the view of kept runs: imported with it. */
import i18next from 'i18next';
import { runs } from './runs.en.ts';

i18next.addResourceBundle('en', 'translation', { runs }, true);
