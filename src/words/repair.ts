/** The words of the Repair view: imported with it. */
import { repair } from './en/repair.ts';
import { addEnglish } from './english.ts';

addEnglish({ repair });
