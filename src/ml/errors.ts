/**
 * Errors that a visitor may see, classed by who can fix them. Code throws a `PlaygroundError` with
 * a code and the values of its sentence; one table (`src/words/en/errors.ts`) has the sentences and
 * remedies. A value is a name, a number or, for `reason` and `allowed`, a reason: another code with
 * its own words (`reasons.ts`).
 */
import { quoted, type Reason, type ReasonValue } from './reasons.ts';

/**
 * `input`: input from outside is wrong. `device`: the GPU or its browser failed. `bug`: everything
 * else.
 */
export type ErrorKind = 'input' | 'device' | 'bug';

/** Every code has an entry in the words' `errors` table; the compiler checks this. */
export const errorKinds = {
  // data
  'data-missing': 'input',
  'data-unreachable': 'input',
  'data-host-unreachable': 'input',
  'data-set-missing': 'input',
  'data-manifest-invalid': 'input',
  'data-shard-missing': 'input',
  'data-shard-corrupt': 'input',
  'data-all-shards-failed': 'input',
  'data-no-images': 'input',
  'data-more': 'input',
  'data-fewer': 'input',
  // images that the visitor brings
  'image-none': 'input',
  'image-empty': 'input',
  'image-not-an-image': 'input',
  'image-too-large': 'input',
  'image-svg': 'input',
  'image-undecodable': 'input',
  'image-unsupported': 'input',
  // sets of the visitor's own pictures
  'own-zip': 'input',
  'own-sheet': 'input',
  'own-too-few': 'input',
  'own-too-large': 'input',
  'own-too-many-classes': 'input',
  'own-not-secure': 'device',
  'own-canvas': 'device',
  'own-import-died': 'device',
  'own-no-room': 'device',
  'own-not-kept': 'device',
  // checkpoints
  'checkpoint-not-one': 'input',
  'checkpoint-too-large': 'input',
  'checkpoint-file-missing': 'input',
  'checkpoint-invalid': 'input',
  'checkpoint-pickle': 'input',
  'checkpoint-lfs-pointer': 'input',
  'checkpoint-web-page': 'input',
  'checkpoint-tensor': 'input',
  'checkpoint-no-half': 'input',
  'checkpoint-recipe-unknown': 'input',
  // not an error: reports what was assumed or replaced to open it
  'checkpoint-notice': 'input',
  // models from an address
  'model-unreachable': 'input',
  'model-not-here': 'input',
  'model-missing': 'input',
  'model-refused': 'input',
  'model-cut-short': 'input',
  'model-spoiled': 'input',
  'model-closed': 'input',
  // kept runs in a race
  'lane-run-missing': 'input',
  'lane-run-classes': 'input',
  'lane-run-unfit': 'input',
  // models from the Hugging Face hub
  'hub-unreachable': 'input',
  'hub-missing': 'input',
  'hub-revision': 'input',
  'hub-gated': 'input',
  'hub-token': 'input',
  'hub-busy': 'input',
  'hub-answer': 'input',
  'hub-no-model': 'input',
  'hub-pickle': 'input',
  'hub-pickle-converted': 'input',
  'hub-damaged': 'input',
  'hub-not-secure': 'input',
  // configurations in diffusers' format
  'scheduler-config': 'input',
  'model-config': 'input',
  'model-classes': 'input',
  // numbers and names
  'value-invalid': 'input',
  // device
  'webgpu-unavailable': 'device',
  'webgpu-missing': 'device',
  'webgl-missing': 'device',
  'half-precision-missing': 'device',
  'device-lost': 'device',
  'device-error': 'device',
  'out-of-memory': 'device',
  'step-out-of-memory': 'device',
  'worker-died': 'device',
  'part-missing': 'device',
  'nothing-saved': 'input',
  'storage-full': 'device',
  'storage-unavailable': 'device',
  'autosave-gone': 'device',
  // the rest
  'not-finite': 'bug',
  cancelled: 'input',
  bug: 'bug',
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKinds;
export type ErrorValues = Readonly<Record<string, ReasonValue>> & { readonly reason?: Reason };

/** An error as plain data, to cross a worker boundary or to be shown in a notice. */
export interface ErrorReport {
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly values: ErrorValues;
  /** For the console and bug reports; never shown as the sentence itself. */
  readonly detail: string;
}

export class PlaygroundError extends Error {
  override readonly name = 'PlaygroundError';
  readonly kind: ErrorKind;

  constructor(
    readonly code: ErrorCode,
    readonly values: ErrorValues = {},
    options?: ErrorOptions,
  ) {
    super(`${code} ${JSON.stringify(values)}`, options);
    this.kind = errorKinds[code];
  }
}

/**
 * The messages with which Chromium, Firefox and Safari report that a dynamic import could not be
 * fetched, and Vite that a chunk's style sheet could not. Some include the address. No browser has
 * an error type or a code for this.
 */
const missingPart =
  /(?:Failed to fetch dynamically imported module|error loading dynamically imported module|Importing a module script failed|Unable to preload CSS for)\W*(\S*)/i;

/**
 * The file name of the part of the page or engine that could not be fetched; null for any other
 * error.
 */
export function missingPartOf(error: unknown): string | null {
  const found = error instanceof Error ? missingPart.exec(error.message) : null;
  return found && (found[1]?.split('/').at(-1) || 'script');
}

export function reportOf(error: unknown): ErrorReport {
  const part = missingPartOf(error);
  if (part !== null) return reportOf(new PlaygroundError('part-missing', { part }, { cause: error }));
  if (error instanceof PlaygroundError) {
    const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
    return { code: error.code, kind: error.kind, values: error.values, detail: `${error.message}${cause}` };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    code: 'bug',
    kind: 'bug',
    values: { message: error instanceof Error ? error.message : String(error) },
    detail,
  };
}

/**
 * Why it failed, as a part of another sentence: the error's own reason, or else its message as a
 * quotation.
 */
export function reasonOf(error: unknown): Reason {
  if (!(error instanceof PlaygroundError)) return quoted(error);
  const { reason, message } = error.values;
  return reason ?? quoted(message ?? error);
}

/** Whether this is a browser's error of this name. */
export const isNamed = (error: unknown, name: string): boolean => error instanceof DOMException && error.name === name;
