/**
 * The available languages. Another one is a folder beside `en`, a line here and one in
 * `translations.ts`; `languages.test.ts` compares it with English. Nothing is imported here,
 * because the script in front of the first paint reads it, too.
 */
interface Language {
  /** In the language itself. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  /** Between two sentences. */
  readonly gap: ' ' | '';
}

/** The language that the others translate. Its words are imported by the parts that show them. */
export const original = 'en';

/** By BCP 47 tag, as in `<html lang>`, `Intl` and links. */
export const languages = {
  [original]: { name: 'English', direction: 'ltr', gap: ' ' },
  'zh-CN': { name: '简体中文', direction: 'ltr', gap: '' },
} as const satisfies Readonly<Record<string, Language>>;

export type LanguageTag = keyof typeof languages;

export const languageTags = Object.keys(languages) as readonly LanguageTag[];

/**
 * Typed as `Language`, because the literal type of `languages` would allow only the values that are
 * there.
 */
export const languageOf = (tag: LanguageTag): Language => languages[tag];

const languagePart = (tag: string): string => tag.toLowerCase().split(/[-_]/, 1)[0] ?? '';

/**
 * The language of a BCP 47 tag from elsewhere, whatever its script and region: a reader of
 * Traditional Chinese (`zh-TW`) reads Simplified Chinese more easily than English. Null if there is
 * none.
 */
export const nearestLanguage = (tag: string): LanguageTag | null =>
  languageTags.find((known) => languagePart(known) === languagePart(tag)) ?? null;

/**
 * The file of the application's manifest, beside index.html. Each language has its own, because a
 * manifest has only one language.
 */
export const manifestFile = (tag: LanguageTag): string =>
  tag === original ? 'manifest.webmanifest' : `manifest.${tag}.webmanifest`;
