/** The words of the panel for own pictures: imported with it. */
import i18next from 'i18next';
import { ownPictures } from './own-pictures.en.ts';

i18next.addResourceBundle('en', 'translation', { ownPictures }, true);
