/** This page's words, beside those that it shares with the main page. */
import i18next from 'i18next';
import { bench } from '../../src/words/en/bench.ts';
import { startWords } from '../../src/words/i18n.ts';
import { type LanguageTag, languageOf, original } from '../../src/words/languages.ts';
import type { BenchWords } from '../../src/words/shape.ts';
import type { CaseName } from '../cases/case.ts';
import type { PeerName } from '../peers/peer.ts';

/** Each case and each peer has its words: one that has none fails the type check. */
bench satisfies Pick<BenchWords, 'title'> & {
  readonly case: Readonly<Record<CaseName, object>>;
  readonly peer: Readonly<Record<PeerName, string>>;
  readonly peerInSentence: Readonly<Record<PeerName, string>>;
};

export async function startBenchWords(tag: LanguageTag = original): Promise<void> {
  await startWords(tag);
  i18next.addResourceBundle(original, 'bench', bench);
  const { load } = languageOf(tag);
  if (load) i18next.addResourceBundle(tag, 'bench', (await load.bench()).bench);
}
