/** The sentences of errors and of link notices: imported with what shows them, as most visits need none. */
import i18next from 'i18next';
import { errors } from './errors.en.ts';
import { link } from './link.en.ts';

i18next.addResourceBundle('en', 'translation', { errors, link }, true);
