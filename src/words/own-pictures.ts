/** The words of the panel for own pictures: imported with it. */
import { ownPictures } from './en/own-pictures.ts';
import { addEnglish } from './english.ts';

addEnglish({ ownPictures });
