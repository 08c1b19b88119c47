/** The words of the coach: imported with it. */
import { coach } from './en/coach.ts';
import { addEnglish } from './english.ts';

addEnglish({ coach });
