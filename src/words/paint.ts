/** The words of the Paint view: imported with it. */
import { paint } from './en/paint.ts';
import { addEnglish } from './english.ts';

addEnglish({ paint });
