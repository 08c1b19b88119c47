/**
 * The reasons inside an error's sentence: why a file is refused, what a value must be. A reason is
 * plain data, a code with values, and crosses the worker's boundary with its error;
 * `src/words/en/reasons.ts` has its words. A value may itself be a reason.
 */
import type * as z from 'zod/mini';

/** Why a device cannot be used. */
export const deviceReasons = [
  'no-navigator-gpu',
  'no-adapter',
  'no-offscreen-canvas',
  'no-webgl',
  'half-textures',
  'context-lost',
] as const;

type DeviceReason = (typeof deviceReasons)[number];

type WithoutValues =
  | DeviceReason
  // any file
  | 'not-json'
  | 'not-object'
  | 'no-class-named'
  | 'no-weight-map'
  | 'bytes-changed'
  | 'undecodable'
  | 'decoded-otherwise'
  | 'malformed'
  // tensors
  | 'missing'
  | 'not-expected'
  | 'there-twice'
  | 'one-number'
  | 'negative-square'
  // safetensors
  | 'too-short'
  | 'cut-short'
  | 'header-not-json'
  | 'header-not-object'
  | 'metadata-malformed'
  // training states
  | 'losses-unlike-steps'
  | 'steps-unordered'
  | 'set-of-another-experiment'
  | 'classes-beyond-set'
  | 'beyond-last-epoch'
  | 'losses-beyond-steps'
  | 'unlike-channels'
  // data sets
  | 'hash-of-other-files'
  | 'hash-digits'
  | 'set-name'
  | 'shard-name'
  | 'own-set-name'
  | 'unlike-shipped-set'
  | 'not-square'
  | 'name-twice'
  | 'file-twice'
  | 'one-per-channel'
  | 'one-label-per-image'
  | 'images-beyond-tiles'
  | 'no-such-class'
  // archives of pictures
  | 'no-zip'
  | 'zip-cut-short'
  | 'zip-too-large'
  | 'zip-list-damaged'
  // the hub
  | 'sha256-unlike-hub'
  | 'git-hash-unlike-hub'
  // assumptions made while reading a checkpoint
  | 'averaged-taken'
  | 'doubles-rounded'
  | 'scheduler-assumed'
  | 'embeddings-not-given'
  | 'numbers-as-classes'
  // schedulers
  | 'karras-already'
  // what a value must be
  | 'true-or-false'
  | 'any-number'
  | 'positive-number'
  | 'share-below-one'
  | 'a-list'
  | 'filled-list'
  | 'json-object'
  | 'not-given'
  | 'field-missing'
  | 'one-side'
  | 'learned-timesteps'
  | 'fewer-for-offset'
  | 'opened-model'
  | 'known-damage'
  | 'an-experiment'
  | 'one-picture'
  | 'one-picture-where-larger'
  | 'one-class-each'
  | 'any-class-only'
  | 'any-class-first'
  | 'no-walk'
  | 'sampler-without-noise'
  | 'one-pass-only'
  | 'repaint-unfit'
  | 'one-pass-unfit'
  | 'colours-only'
  | 'must-be-text'
  | 'must-be-number'
  | 'must-be-whole'
  | 'must-be-flag'
  | 'must-be-object'
  | 'must-be-list';

export type Reason = Readonly<
  | { code: WithoutValues }
  /** A browser's, driver's or library's message, shown as a quotation. */
  | { code: 'quoted'; text: string }
  /** Two reasons, one after the other. */
  | { code: 'and-then' | 'or'; first: ReasonValue; next: ReasonValue }
  | { code: 'in-field'; field: string; problem: Reason }
  | { code: 'in-file'; problem: Reason }
  | { code: 'no-answer'; request: string; seconds: number }
  | { code: 'named-not-json'; name: string }
  | { code: 'bytes-beyond'; bytes: number | string; most: number }
  | { code: 'header-beyond'; bytes: string; most: number }
  | { code: 'files-beyond'; files: number; most: number }
  | { code: 'not-beside'; name: string }
  | { code: 'tensor-elsewhere' | 'tensor-not-there'; tensor: string; file: string }
  | { code: 'shape-unlike'; shape: ReasonValue; expected: ReasonValue }
  | { code: 'type-unreadable' | 'type-of-whole-numbers'; tensor: string; type: string }
  | { code: 'entry-malformed' | 'bytes-overlap' | 'bytes-hole' | 'bytes-outside' | 'not-finite'; tensor: string }
  | { code: 'bytes-unlike-shape'; tensor: string; bytes: number; expected: number }
  | { code: 'bytes-of-no-tensor'; bytes: number }
  | { code: 'other-part'; part: string }
  | { code: 'recipe-unfit'; recipe: string }
  | { code: 'recipe-unfit-for-file'; recipe: string; file: string }
  | { code: 'momentum-missing' | 'momentum-unasked'; optimizer: string }
  | { code: 'cursor-beyond'; position: number; images: number }
  | { code: 'bytes-instead' | 'bytes-instead-of-pictures'; bytes: number; expected: number }
  | { code: 'size-instead'; size: string; expected: string }
  | { code: 'other-set'; id: string; expected: string }
  | { code: 'mosaic-beyond'; most: number }
  | { code: 'must-be-in-set'; expected: string; set: string }
  | { code: 'bytes-unlike-hub'; bytes: number; announced: number }
  | { code: 'bytes-beyond-hub'; announced: number }
  | { code: 'counters-skipped'; names: string }
  | { code: 'counters-skipped-more'; names: string; more: number }
  | { code: 'fields-skipped'; fields: string }
  | { code: 'prefix-removed'; prefix: string }
  | { code: 'scheduler-replaced' | 'scheduler-wrapped'; given: string; taken: string }
  | { code: 'dropout-skipped'; dropout: number }
  | { code: 'classes-unnamed'; classes: number }
  | { code: 'option-skipped'; field: string; value: string; scheduler: string }
  | { code: 'must-be' | 'one-of'; names: ReasonValue }
  | { code: 'must-be-one-of' | 'set-of-experiment'; names: string }
  | { code: 'must-be-so-many'; count: number }
  | { code: 'must-be-at-most' | 'must-be-below' | 'longer-than'; most: number }
  | { code: 'must-be-at-least' | 'must-be-above' | 'shorter-than'; least: number }
  | { code: 'must-be-multiple'; factor: number }
  | { code: 'whole-number' | 'number'; least: number; most: number }
  | { code: 'whole-number-from' | 'number-from'; least: number }
  | { code: 'any-or-class'; most: number }
  | { code: 'class-numbers'; most: number }
  | { code: 'list-at-most' | 'one-or-two-sides' | 'at-once' | 'whole-pictures'; most: number }
  | { code: 'list-as-channels'; levels: number }
  | { code: 'multiples-of-groups'; groups: number }
  | { code: 'below-half'; half: number }
  | { code: 'divisor-of-last' | 'at-most-channels'; channels: number }
  | { code: 'multiple-for-levels'; factor: number; times: number }
  | { code: 'multiple-in-range'; factor: number; least: number; most: number }
  | { code: 'size-in-files'; size: string; files: number }
  | { code: 'million-parameters'; most: number; asked: number }
  | { code: 'absent-field'; model: string }
  | { code: 'as-in-channels'; channels: number }
  | { code: 'sampler-of'; names: string; prediction: string }
  | { code: 'bytes-of-pixels'; pixels: number }
  | { code: 'side-or-larger' | 'of-side'; side: number }
>;

export type ReasonCode = Reason['code'];
export type ReasonValue = string | number | Reason;

/** Joins several reasons into one, in their order. */
export function joinedReasons<Part extends ReasonValue>(
  [first, ...others]: readonly [Part, ...Part[]],
  code: 'and-then' | 'or' = 'and-then',
): Part | Reason {
  return others.reduce<Part | Reason>((before, next) => ({ code, first: before, next }), first);
}

/**
 * The message of a zod schema for a value that it refuses. zod's messages are text, so the reason
 * is encoded as JSON.
 */
export const messageOf = (reason: Reason): string => JSON.stringify(reason);

const types: ReadonlyMap<string, WithoutValues> = new Map([
  ['string', 'must-be-text'],
  ['number', 'must-be-number'],
  ['int', 'must-be-whole'],
  ['boolean', 'must-be-flag'],
  ['object', 'must-be-object'],
  ['record', 'must-be-object'],
  ['array', 'must-be-list'],
]);

/**
 * The reason for an issue, without its place: the one encoded by `messageOf`, else one for zod's
 * code, else zod's message as a quotation.
 */
export function reasonOfIssue(issue: z.core.$ZodIssue | undefined): Reason {
  if (!issue) return { code: 'malformed' };
  if (issue.message.startsWith('{"code":')) return JSON.parse(issue.message);
  switch (issue.code) {
    case 'invalid_type': {
      const code = types.get(issue.expected);
      return code ? { code } : { code: 'quoted', text: issue.message };
    }
    case 'too_big': {
      const most = Number(issue.maximum);
      if (!isOfNumber(issue.origin)) return { code: 'longer-than', most };
      return { code: issue.inclusive === false ? 'must-be-below' : 'must-be-at-most', most };
    }
    case 'too_small': {
      const least = Number(issue.minimum);
      if (!isOfNumber(issue.origin)) return { code: 'shorter-than', least };
      return { code: issue.inclusive === false ? 'must-be-above' : 'must-be-at-least', least };
    }
    case 'not_multiple_of':
      return { code: 'must-be-multiple', factor: issue.divisor };
    case 'invalid_value': {
      const [first = '', ...others] = issue.values.map((value) => JSON.stringify(value));
      return { code: 'must-be', names: joinedReasons([first, ...others], 'or') };
    }
    default:
      return { code: 'quoted', text: issue.message };
  }
}

const isOfNumber = (origin: string): boolean => origin === 'number' || origin === 'int';

/** The reason with the path of its field, if it has one. */
export function placedReason(issue: z.core.$ZodIssue | undefined): Reason {
  const problem = reasonOfIssue(issue);
  const field = issue?.path.join('.') ?? '';
  return field === '' ? problem : { code: 'in-field', field, problem };
}

/** Quotes the message of whatever a browser, a driver or a library has thrown. */
export const quoted = (error: unknown): Reason => ({
  code: 'quoted',
  text: error instanceof Error ? error.message : String(error),
});
