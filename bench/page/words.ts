/** This page's words, beside those that it shares with the main page. */
import i18next from 'i18next';
import { type BenchWords, bench } from '../../src/words/bench.en.ts';
import { startWords } from '../../src/words/i18n.ts';
import type { CaseName } from '../cases/case.ts';
import type { PeerName } from '../peers/peer.ts';

/** Each case and each peer has its words: one that has none fails the type check. */
bench satisfies Pick<BenchWords, 'title'> & {
  readonly case: Readonly<Record<CaseName, object>>;
  readonly peer: Readonly<Record<PeerName, string>>;
  readonly peerInSentence: Readonly<Record<PeerName, string>>;
};

export async function startBenchWords(): Promise<void> {
  await startWords();
  i18next.addResourceBundle('en', 'bench', bench);
}
