/**
 * For tests: a language in which an English word stands out. Every letter is replaced by one that
 * English does not have; text in {{}} is unchanged.
 */
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const instead = 'áƀçđéƒĝĥíĵķĺɱñóƥɋŕšťúṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶĹṀÑÓƤɊŔŠŤÚṼŴẊÝŽ';

const accentedLetters = new Map([...letters].map((letter, index) => [letter, [...instead][index] ?? letter]));

const accented = (sentence: string): string =>
  sentence.replace(/\{\{\w+\}\}|[a-z]/gi, (part) => accentedLetters.get(part) ?? part);

/** The same shape with other strings; each counted sentence has the plural forms of a language. */
export function pseudo<T>(words: T, forms: readonly string[]): T {
  return accent(words, forms) as T;
}

function accent(part: unknown, forms: readonly string[]): unknown {
  if (typeof part === 'string') return accented(part);
  if (Array.isArray(part)) return part.map((each) => accent(each, forms));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).flatMap(([key, value]) => {
      const counted = /^(.*)_other$/.exec(key)?.[1];
      const said = accent(value, forms);
      return counted === undefined
        ? [[key, said]]
        : [[key, said], ...forms.map((form) => [`${counted}_${form}`, said])];
    }),
  );
}
