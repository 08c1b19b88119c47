/** The words of the look inside the network: imported with it. */
import { layers } from './en/layers.ts';
import { addEnglish } from './english.ts';

addEnglish({ layers });
