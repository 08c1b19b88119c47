/**
 * Downloads the files of one model from its host: counts and limits their bytes together, sends no
 * credentials, and turns every failure into a sentence.
 */
import { inMegabytes, maxFolderBytes } from '../ml/checkpoint/limits.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { shorten } from './shorten.ts';

export interface DownloadOptions {
  readonly signal: AbortSignal;
  /** `totalBytes`: null until it is known, and if the host does not say. */
  onProgress(progress: { readonly receivedBytes: number; readonly totalBytes: number | null }): void;
  /** In bytes, for all files together. */
  readonly limit?: number;
  /** Whether the caller stores the files itself, so that the browser need not keep another copy. */
  readonly keptElsewhere?: boolean;
  /**
   * Sent to the host itself; when the host redirects to another one, `fetch` omits `authorization`.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /** The meaning of an unsuccessful answer of this host; null: the common sentences apply. */
  refusal?(response: Response): PlaygroundError | null;
}

/** The host has answered; the bytes have yet to come. */
export interface OpenFile {
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

export interface Download {
  /** Null if the host has no such file. */
  open(url: URL): Promise<OpenFile | null>;
  /**
   * All files are open, or this many more bytes are still to come, so the total is known from now
   * on.
   */
  expect(bytes: number): void;
  /**
   * The error for a missing file. Many hosts (nginx' `add_header`) let other pages read their
   * files, but not the answer that a file is missing, which then looks like a broken connection.
   */
  missing(error: PlaygroundError): PlaygroundError;
  /**
   * The same for an address with nothing at it; if the host answered with a web page, the error
   * says so.
   */
  nothing(url: URL, error: PlaygroundError): PlaygroundError;
  /** Aborts the downloads in progress. */
  close(): void;
}

/** Statuses of a missing file; S3 answers 403 if one may not list the folder. */
const notThere: ReadonlySet<number> = new Set([403, 404, 410]);

export function createDownload(options: DownloadOptions): Download {
  const { signal, onProgress, limit = maxFolderBytes, keptElsewhere = false, headers = {}, refusal } = options;
  const ending = new AbortController();
  const end = (): void => ending.abort();
  signal.addEventListener('abort', end);
  if (signal.aborted) end();

  let received = 0;
  /**
   * Sizes of the opened files, as far as the host states them; true sizes for files that have
   * arrived.
   */
  let announced = 0;
  /** Null until enough files are open to tell. */
  let expected: number | null = null;
  let hasAnswered = false;
  let unreachable: PlaygroundError | null = null;
  let hasShownPage = false;

  function fail(error: PlaygroundError, cause: unknown): never {
    if (signal.aborted) throw new PlaygroundError('cancelled', {}, { cause });
    throw error;
  }

  function bound(bytes: number): void {
    if (bytes > limit) throw new PlaygroundError('checkpoint-too-large', { limit: inMegabytes(limit) });
  }

  function tell(): void {
    const total = expected === null ? null : Math.max(announced, expected);
    onProgress({ receivedBytes: received, totalBytes: total !== null && total >= received ? total : null });
  }

  /** `size`: as announced; for a compressed file it is less than the bytes that arrive. */
  async function readBody(body: ReadableStream<Uint8Array>, size: number | null, host: string) {
    let bytes = new Uint8Array(size ?? 2 ** 16);
    let length = 0;
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        const after = inMegabytes(received);
        return fail(new PlaygroundError('model-cut-short', { host, received: after }, { cause }), cause);
      });
      if (done) {
        announced += length - (size ?? 0);
        tell();
        return length === bytes.length ? bytes : bytes.slice(0, length);
      }
      received += value.length;
      bound(received);
      if (length + value.length > bytes.length) {
        const larger = new Uint8Array(Math.max(2 * bytes.length, length + value.length));
        larger.set(bytes);
        bytes = larger;
      }
      bytes.set(value, length);
      length += value.length;
      tell();
    }
  }

  return {
    async open(url) {
      const { host } = url;
      let response: Response;
      try {
        response = await fetch(url, {
          cache: keptElsewhere ? 'no-store' : 'default',
          credentials: 'omit',
          headers,
          referrerPolicy: 'no-referrer',
          signal: ending.signal,
        });
      } catch (cause) {
        unreachable = new PlaygroundError('model-unreachable', { host }, { cause });
        if (hasAnswered && !signal.aborted) return null;
        return fail(unreachable, cause);
      }
      hasAnswered = true;
      const refused = response.ok ? null : (refusal?.(response) ?? null);
      if (refused) {
        await response.body?.cancel();
        throw refused;
      }
      // Some hosts answer requests for missing files with a web page.
      const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
      hasShownPage ||= response.ok && isPage;
      if (notThere.has(response.status) || (response.ok && isPage)) {
        await response.body?.cancel();
        return null;
      }
      if (!response.ok) throw new PlaygroundError('model-refused', { host, status: response.status });
      const size = sizeOf(response);
      announced += size ?? 0;
      bound(announced);
      const { body } = response;
      return { read: async () => (body ? readBody(body, size, host) : new Uint8Array(0)) };
    },
    expect(bytes) {
      expected = received + bytes;
    },
    missing: (error) => unreachable ?? error,
    nothing: ({ href }, error) =>
      unreachable ?? (hasShownPage ? new PlaygroundError('checkpoint-web-page', { file: shorten(href, 200) }) : error),
    close() {
      signal.removeEventListener('abort', end);
      end();
    },
  };
}

function sizeOf({ headers }: Response): number | null {
  const size = Number(headers.get('content-length') ?? Number.NaN);
  return Number.isSafeInteger(size) && size >= 0 ? size : null;
}
