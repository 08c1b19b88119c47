/** The words of the first view: imported with it. */
import { start } from './en/start.ts';
import { addEnglish } from './english.ts';

addEnglish({ start });
