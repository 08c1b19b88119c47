/** The words of the panel of ready-made models: imported with it. */
import { models } from './en/models.ts';
import { addEnglish } from './english.ts';

addEnglish({ models });
