/** The words of the glossary and the list of keys: imported with it. */
import { help } from './en/help.ts';
import { addEnglish } from './english.ts';

addEnglish({ help });
