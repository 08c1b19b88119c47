/** This page's words, beside those that it shares with the main page. */
import i18next from 'i18next';
import { bench } from '../../src/words/bench.en.ts';
import { startWords } from '../../src/words/i18n.ts';

export async function startBenchWords(): Promise<void> {
  await startWords();
  i18next.addResourceBundle('en', 'bench', bench);
}
