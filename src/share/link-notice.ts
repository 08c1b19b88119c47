/** More notices than this are not informative; the rest is only counted. */
export const linkNoticeLimit = 20;

/**
 * One field of a link that was not used as written. Its sentence is in the words table under
 * `link.<code>`.
 */
export type LinkNotice =
  | { readonly code: 'too-long'; readonly values: { readonly limit: number } }
  | { readonly code: 'newer-version'; readonly values: { readonly version: string; readonly known: number } }
  | { readonly code: 'unknown-key'; readonly values: { readonly key: string } }
  | { readonly code: 'repeated-key'; readonly values: { readonly key: string } }
  | { readonly code: 'not-of-recipe'; readonly values: { readonly key: string; readonly recipe: string } }
  | { readonly code: 'no-recipe'; readonly values: { readonly keys: string; readonly recipe: string } }
  | { readonly code: 'not-in-range' | 'not-whole-in-range'; readonly values: RangeValues }
  | {
      readonly code: 'not-a-name' | 'not-a-part';
      readonly values: { readonly key: string; readonly value: string; readonly allowed: string };
    }
  | {
      readonly code: 'not-a-model';
      readonly values: { readonly key: string; readonly value: string; readonly limit: number };
    }
  | {
      readonly code: 'not-of-set';
      readonly values: { readonly data: string; readonly recipe: string; readonly instead: string };
    }
  | {
      readonly code: 'not-of-model';
      readonly values: {
        readonly keys: string;
        readonly model: string;
        readonly recipe: string;
        readonly data: string;
      };
    }
  | { readonly code: 'task-without-model'; readonly values: { readonly task: string } }
  | { readonly code: 'more'; readonly values: { readonly count: number } };

interface RangeValues {
  readonly key: string;
  readonly value: string;
  readonly min: number;
  readonly max: number;
}

export type LinkNoticeCode = LinkNotice['code'];

export function bounded(notices: readonly LinkNotice[]): readonly LinkNotice[] {
  if (notices.length <= linkNoticeLimit) return notices;
  const shown = notices.slice(0, linkNoticeLimit - 1);
  return [...shown, { code: 'more', values: { count: notices.length - shown.length } }];
}
