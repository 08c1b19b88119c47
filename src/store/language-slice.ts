/**
 * The language of the page. It belongs to the page, not to the run. The address keeps it; a link
 * carries it only if the page's language is not the one that the browser asks for. A teacher who
 * has chosen a language for a class has pupils whose browsers would open the wrong one; all other
 * links leave each reader the language of their own browser.
 */
import { type LanguageTag, original } from '../words/languages.ts';
import type { StoreContext } from './context.ts';
import type { LanguageSlice } from './types.ts';

/** What only the browser can do. */
export interface LanguageHost {
  /** The first of the browser's preferred languages that the page has. */
  preferred(): LanguageTag;
  /** The language that was chosen on an earlier visit. */
  remembered(): LanguageTag | null;
  remember(tag: LanguageTag): void;
  /**
   * Loads the words and shows the page in them. If it is called again meanwhile, the later call
   * counts.
   */
  speak(tag: LanguageTag): Promise<void>;
}

/** `linked`: the language in the link. `note`: brings the page's address up to date. */
export function createLanguage(
  context: StoreContext,
  linked: LanguageTag | undefined,
  host: LanguageHost,
  note: () => void,
): LanguageSlice {
  const preferred = host.preferred();
  /** Each change replaces one that still waits for its words. */
  let changes = 0;

  async function change(tag: LanguageTag, isLinked: boolean): Promise<void> {
    changes += 1;
    const mine = changes;
    await host.speak(tag);
    if (mine !== changes) return;
    context.patch('language', { tag, inLinks: isLinked || tag !== preferred ? tag : null });
    note();
  }

  const first = linked ?? host.remembered() ?? preferred;
  return {
    tag: first,
    inLinks: linked !== undefined || first !== preferred ? first : null,
    async start() {
      try {
        await host.speak(first);
      } catch (error) {
        // The page works in the original language, whose words are always there.
        context.get().notices.report(error);
        context.patch('language', { tag: original });
        await host.speak(original);
      }
    },
    choose(tag) {
      host.remember(tag);
      context.attempt(() => change(tag, false));
    },
    follow: (tag) => context.attempt(() => change(tag, true)),
  };
}
