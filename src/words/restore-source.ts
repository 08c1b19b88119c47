/** The words of uploading and drawing: imported with these tabs. */
import { restoreSource } from './en/restore-source.ts';
import { addEnglish } from './english.ts';

addEnglish({ restoreSource });
