import { describe, expect, expectTypeOf, it } from 'vitest';
import { bench } from './en/bench.ts';
import { words as english } from './en/index.ts';
import { type LanguageTag, languageTags, original } from './languages.ts';
import { sentences } from './sentences.testing.ts';
import type { TranslatedWords, Words } from './shape.ts';
import { translationOf } from './translations.ts';

const placeholders = (sentence: string): string[] => [...new Set(sentence.match(/\{\{\w+\}\}/g))].sort();

async function wordsOf(tag: LanguageTag): Promise<ReadonlyMap<string, string>> {
  const translation = translationOf(tag);
  const words = translation ? (await translation.page()).words : english;
  const benchWords = translation ? (await translation.bench()).bench : bench;
  return new Map([...sentences(words), ...sentences(benchWords, 'bench')]);
}

describe.each(languageTags)('%s', (tag) => {
  it('has a tag that Intl knows', () => {
    expect(Intl.getCanonicalLocales(tag)).toEqual([tag]);
    expect(Intl.NumberFormat.supportedLocalesOf(tag)).toEqual([tag]);
  });

  it('has every plural form that its numbers need', async () => {
    const words = await wordsOf(tag);
    const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
    const counted = [...words.keys()].filter((key) => key.endsWith('_other')).map((key) => key.slice(0, -6));
    expect(counted).not.toHaveLength(0);
    const missing = counted.flatMap((key) => forms.map((form) => `${key}_${form}`).filter((form) => !words.has(form)));
    expect(missing).toEqual([]);
  });

  it('has every word, and no other', async () => {
    // A counted sentence has the plural forms of its own language.
    const uncounted = (key: string) => key.replace(/_(zero|one|two|few|many)$/, '_other');
    const keys = async (one: LanguageTag) => [...new Set([...(await wordsOf(one)).keys()].map(uncounted))].sort();
    expect(await keys(tag)).toEqual(await keys(original));
  });

  it('has in its reasons no Latin words but names, which English has, too', async () => {
    const latin = (sentence = '') =>
      new Set(
        sentence
          .replaceAll(/\{\{\w+\}\}/g, '')
          .toLowerCase()
          .match(/[a-z]{2,}/g),
      );
    const theirs = await wordsOf(tag);
    for (const [code, reason] of sentences(english.reasons, 'reasons'))
      expect([code, [...latin(theirs.get(code))].filter((word) => !latin(reason).has(word))]).toEqual([code, []]);
  });

  it('has the same values in each sentence as English', async () => {
    const theirs = await wordsOf(tag);
    for (const [key, sentence] of await wordsOf(original)) {
      const translated = theirs.get(key);
      // A language may lack a plural form, or write "one" without the digit.
      if (translated === undefined || /_(zero|one|two|few|many)$/.test(key)) continue;
      expect([key, placeholders(translated)]).toEqual([key, placeholders(sentence)]);
    }
  });
});

it('accepts any strings in the shape of English, and nothing that lacks one', () => {
  expectTypeOf<Words>().toExtend<TranslatedWords>();
  expectTypeOf<Words['page']['name']>().toEqualTypeOf<string>();
  expectTypeOf<Omit<Words, 'views'>>().not.toExtend<TranslatedWords>();
  // Of `seconds_one` and `seconds_other`, languages such as Chinese have only the second; languages
  // such as Polish have more forms.
  type Time = TranslatedWords['recipe']['time'];
  expectTypeOf<{
    seconds_other: string;
    minutes_other: string;
    hours_other: string;
    days_other: string;
  }>().toExtend<Time>();
  expectTypeOf<{ seconds_one: string }>().not.toExtend<Time>();
  expectTypeOf<Time>().toHaveProperty('seconds_few');
});
