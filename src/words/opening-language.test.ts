import { afterEach, expect, it, vi } from 'vitest';
import { openingLanguage, preferredLanguage, rememberedLanguage, rememberLanguage } from './opening-language.ts';

afterEach(() => vi.unstubAllGlobals());

it.each([
  [['zh'], 'zh-CN'],
  [['zh-CN', 'en'], 'zh-CN'],
  [['zh-SG'], 'zh-CN'],
  [['zh-Hans-HK'], 'zh-CN'],
  [['ZH_hans'], 'zh-CN'],
  // Traditional Chinese, unless English comes first.
  [['zh-TW', 'en-US'], 'zh-CN'],
  [['zh-Hant'], 'zh-CN'],
  [['en-US', 'zh-TW'], 'en'],
  [['de', 'ja', 'zh-CN', 'en'], 'zh-CN'],
  [['de-AT', 'fr'], 'en'],
  [[], 'en'],
] as const)('a browser that asks for %s gets %s', (asked, tag) => {
  expect(preferredLanguage(asked)).toBe(tag);
});

it('the link’s language comes first, then the one chosen before, then the browser’s', () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  expect(openingLanguage(null, ['zh'])).toBe('zh-CN');
  rememberLanguage('en');
  expect(openingLanguage(null, ['zh'])).toBe('en');
  rememberLanguage('zh-CN');
  expect([openingLanguage(null, ['en']), openingLanguage('en', ['zh'])]).toEqual(['zh-CN', 'en']);
  kept.set([...kept.keys()][0] ?? '', 'xx');
  expect(rememberedLanguage()).toBeNull();
});

it('works without storage', () => {
  const refuse = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });
  rememberLanguage('zh-CN');
  expect(openingLanguage(null, ['zh-CN'])).toBe('zh-CN');
});
