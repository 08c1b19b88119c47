/** This page's words, beside those that it shares with the main page. */
import i18next from 'i18next';
import { bench } from '../../src/words/en/bench.ts';
import { errors } from '../../src/words/en/errors.ts';
import { reasons } from '../../src/words/en/reasons.ts';
import { addEnglish } from '../../src/words/english.ts';
import { speak, startWords } from '../../src/words/i18n.ts';
import { type LanguageTag, original } from '../../src/words/languages.ts';
import type { BenchWords } from '../../src/words/shape.ts';
import { translationOf } from '../../src/words/translations.ts';
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
  addEnglish({ errors, reasons });
  i18next.addResourceBundle(original, 'bench', bench);
}

/** Shows this page in a language. */
export function speakBench(tag: LanguageTag): Promise<void> {
  const t = i18next.getFixedT(tag, 'bench');
  return speak(tag, {
    title: () => t('pageTitle'),
    description: () => t('description'),
    async load() {
      const translation = translationOf(tag);
      if (translation) i18next.addResourceBundle(tag, 'bench', (await translation.bench()).bench);
    },
  });
}
