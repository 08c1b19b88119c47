/** The words of notices, their sentences and the offer of a model: imported with what shows them, as most visits need none. */
import i18next from 'i18next';
import { errors } from './errors.en.ts';
import { link } from './link.en.ts';
import { modelOffer, notices } from './notices.en.ts';

i18next.addResourceBundle('en', 'translation', { errors, link, modelOffer, notices }, true);
