import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { BenchWords } from './bench.en.ts';
import { en, type Words } from './en.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    /** `bench` is there on bench.html only. */
    resources: { translation: Words; bench: BenchWords };
  }
}

/** React escapes what it renders; escaping twice would show entities. */
export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}
