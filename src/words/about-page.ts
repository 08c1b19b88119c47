/** The words of the page about this page: imported with it. */
import { aboutPage } from './en/about-page.ts';
import { addEnglish } from './english.ts';

addEnglish({ aboutPage });
