/**
 * English is imported by the parts of the page that show it, so that a visitor loads only the words
 * of what they open.
 */
import i18next from 'i18next';
import { original } from './languages.ts';
import type { Words } from './shape.ts';

export function addEnglish(part: Partial<Words>): void {
  i18next.addResourceBundle(original, 'translation', part, true);
}
