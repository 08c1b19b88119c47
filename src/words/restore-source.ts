/** The words of uploading and drawing: imported with these tabs. */
import i18next from 'i18next';
import { restoreSource } from './restore-source.en.ts';

i18next.addResourceBundle('en', 'translation', { restoreSource }, true);
