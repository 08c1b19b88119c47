/**
 * Fetches a model of the Hugging Face hub for the command line. Its description goes to stderr, its
 * files are stored in .cache/models, and nothing is fetched twice.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readConfigurations } from '../src/ml/checkpoint/folder.ts';
import { PlaygroundError } from '../src/ml/errors.ts';
import { type HubReference, writeHubReference } from '../src/share/hub/address.ts';
import type { HubCache } from '../src/share/hub/ask.ts';
import { fetchModelOf, type HubModel, lookAt } from '../src/share/hub/model.ts';
import type { HubAccess } from '../src/share/hub/repository.ts';
import { sizeInWords } from '../src/share/hub/size.ts';
import type { CheckpointFile } from '../src/workers/protocol.ts';
import { ArgumentError } from './arguments.ts';
import type { NamedModel } from './checkpoint-folder.ts';
import { say } from './command.ts';

const cacheFolder = '.cache/models';

/**
 * `env`: HF_ENDPOINT names a mirror of the hub and HF_TOKEN opens repositories that are not public,
 * as in huggingface_hub. Throws like `lookAt`.
 */
export async function readHubModel(
  reference: HubReference,
  env: Readonly<Record<string, string | undefined>> = process.env,
  directory = cacheFolder,
): Promise<NamedModel> {
  const { signal } = new AbortController();
  const asking = { access: accessOf(env), signal, cache: diskCache(directory) };
  const model = await lookAt(reference, asking).catch(plainly);
  const name = writeHubReference({ ...reference, repository: model.reference.repository });
  say(factsOf(model, asking.access));
  // A model that cannot be run here is refused before anything large is fetched.
  readConfigurations(name, folderOf(model.small));
  const progress = progressLine();
  const files = await fetchModelOf(model, asking, progress.tell).catch(plainly).finally(progress.end);
  return { name, folder: folderOf(files) };
}

/**
 * Node, unlike a browser, can distinguish an unreachable host from one that does not let other
 * pages read.
 */
function plainly(error: unknown): never {
  if (!(error instanceof PlaygroundError) || error.code !== 'model-unreachable') throw error;
  throw new PlaygroundError('hub-unreachable', error.values, { cause: error });
}

const folderOf = (files: readonly CheckpointFile[]) => new Map(files.map(({ path, bytes }) => [path, bytes]));

/**
 * Throws an `ArgumentError` for an invalid address, or one to which a token would be sent
 * unprotected.
 */
export function accessOf({ HF_ENDPOINT, HF_TOKEN }: Readonly<Record<string, string | undefined>>): HubAccess {
  const origin = HF_ENDPOINT?.trim() || 'https://huggingface.co';
  const url = URL.canParse(origin) ? new URL(origin) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new ArgumentError(`HF_ENDPOINT must be an address, not "${origin}".`);
  const token = HF_TOKEN?.trim();
  if (!token) return { origin };
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol === 'http:' && !isHere) {
    throw new ArgumentError(`HF_TOKEN would go to ${origin} unprotected: HF_ENDPOINT must begin with https://.`);
  }
  return { origin, token };
}

function factsOf({ reference, licence, files, totalBytes }: HubModel, { origin }: HubAccess): string {
  const { repository, revision } = reference;
  const widest = Math.max(...files.map(({ path }) => path.length));
  return [
    `${repository} of ${new URL(origin).host}, commit ${revision}, licence ${licence ?? 'not stated'}:`,
    ...files.map(({ path, bytes }) => `  ${path.padEnd(widest)}  ${sizeInWords(bytes).padStart(7)}`),
    `  ${'together'.padEnd(widest)}  ${sizeInWords(totalBytes).padStart(7)}`,
  ].join('\n');
}

/** On a terminal a line with a running count, elsewhere nothing. */
function progressLine() {
  const { stderr } = process;
  let shown = '';
  return {
    tell({ receivedBytes, totalBytes }: { readonly receivedBytes: number; readonly totalBytes: number | null }): void {
      const line = `\rReceived ${sizeInWords(receivedBytes)} of ${sizeInWords(totalBytes ?? 0)}`;
      if (stderr.isTTY && line !== shown) stderr.write(line);
      shown = line;
    },
    end(): void {
      if (stderr.isTTY && shown !== '') stderr.write('\n');
    },
  };
}

/**
 * Files are written under another name and then renamed: an interrupted command leaves no file that
 * looks complete.
 */
export function diskCache(directory: string): HubCache {
  return {
    get: async (name) => {
      const bytes = await readFile(join(directory, name)).catch(() => null);
      return bytes && new Uint8Array(bytes);
    },
    async put(name, bytes) {
      const file = join(directory, name);
      await mkdir(dirname(file), { recursive: true });
      const part = `${file}.${process.pid}.part`;
      await writeFile(part, bytes);
      await rename(part, file);
    },
  };
}
