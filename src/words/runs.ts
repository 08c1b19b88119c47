/** The words of the view of kept runs: imported with it. */
import { runs } from './en/runs.ts';
import { addEnglish } from './english.ts';

addEnglish({ runs });
