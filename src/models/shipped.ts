/**
 * The models that ship with the page: their list and their files, each checked against the hash in
 * its card.
 */
import { z } from 'zod';
import { cardFile, type ModelCard, modelName, parseCard } from '../ml/checkpoint/card.ts';
import { sha256 } from '../ml/data/set-hash.ts';
import { PlaygroundError } from '../ml/errors.ts';
import type { FileCache } from '../offline/kept-files.ts';
import { isElsewhere } from '../share/assets-address.ts';
import { createDownload, type Download, type DownloadOptions } from '../share/model-download.ts';
import type { CheckpointFile } from '../workers/protocol.ts';

export type { ModelCard };

const indexSchema = z.object({ version: z.literal(1), models: z.array(z.string().regex(modelName)).max(32) });

/** Files that are not part of the network. */
const forPeople: ReadonlySet<string> = new Set(['README.md', 'sheet.png']);

/**
 * `root`: the folder of all models, ending in a slash. Throws `model-*`, or `model-spoiled` for an
 * invalid list or card.
 */
export async function listShipped(root: URL, options: DownloadOptions): Promise<readonly ModelCard[]> {
  const download = createDownload(options);
  try {
    const file = await (await download.open(new URL('index.json', root)))?.read();
    const index = indexSchema.safeParse(file && jsonOf(file));
    if (!index.success) throw spoiled('index.json');
    return await Promise.all(
      index.data.models.map(async (name) => {
        const card = await readCard(download, root, name);
        if (!card) throw spoiled(`${name}/${cardFile}`);
        return card;
      }),
    );
  } finally {
    download.close();
  }
}

async function readCard(download: Download, root: URL, name: string): Promise<ModelCard | null> {
  const file = await (await download.open(new URL(`${name}/${cardFile}`, root)))?.read();
  const card = file ? parseCard(file) : null;
  return card?.name === name ? card : null;
}

/**
 * One model by its name, as in a link: the card, then its files. Null if there is no such card.
 * Throws like `fetchShipped`.
 */
export async function fetchNamed(
  root: URL,
  name: string,
  options: FetchOptions,
): Promise<readonly CheckpointFile[] | null> {
  const download = createDownload({ ...options, onProgress() {} });
  try {
    const card = await readCard(download, root, name);
    return card && (await fetchShipped(root, card, options));
  } catch (error) {
    throw ofModel(error, name, root);
  } finally {
    download.close();
  }
}

export type FetchOptions = DownloadOptions & { readonly cache: FileCache | null };

/** Bytes that `fetchShipped` downloads if none of the files is stored. */
export const sizeOf = ({ files }: ModelCard): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

/**
 * The files of one model as its card lists them, and the card. Stored files are used if their hash
 * is right, and fetched again otherwise. Throws `model-spoiled` for a file that is missing or
 * differs from the card, `model-not-here` if it is not stored and the host does not answer,
 * `model-*` or `cancelled`.
 */
export async function fetchShipped(
  root: URL,
  card: ModelCard,
  { cache, ...options }: FetchOptions,
): Promise<readonly CheckpointFile[]> {
  const wanted = wantedOf(root, card);
  const kept = await Promise.all(
    wanted.map(async (file) => {
      const bytes = (await cache?.get(file.url)) ?? null;
      return bytes && (await isWhole(bytes, file)) ? bytes : null;
    }),
  );
  const download = createDownload({ ...options, keptElsewhere: cache !== null });
  try {
    download.expect(wanted.reduce((sum, { bytes }, i) => sum + (kept[i] ? 0 : bytes), 0));
    const files = await Promise.all(
      wanted.map(async (file, i): Promise<CheckpointFile> => {
        const { path, url } = file;
        const here = kept[i];
        if (here) return { path, bytes: here };
        const bytes = await (await download.open(url))?.read();
        if (!bytes) throw download.missing(spoiled(`${card.name}/${path}`));
        if (!(await isWhole(bytes, file))) throw spoiled(`${card.name}/${path}`);
        await cache?.put(url, bytes);
        return { path, bytes };
      }),
    );
    const written = new TextEncoder().encode(JSON.stringify(card));
    return [...files, { path: cardFile, bytes: written }];
  } catch (error) {
    throw ofModel(error, card.name, root);
  } finally {
    download.close();
  }
}

/** The files of the network, with their addresses. */
function wantedOf(root: URL, { name, files }: ModelCard) {
  const folder = new URL(`${name}/`, root);
  return files
    .filter(({ path }) => !forPeople.has(path))
    .map((file) => ({ ...file, url: new URL(`${file.path}?sha256=${file.sha256}`, folder) }));
}

/** Whether this browser stores all files of the model, so that it opens offline. */
export const isKept = (root: URL, card: ModelCard, kept: ReadonlySet<string>): boolean =>
  wantedOf(root, card).every(({ url }) => kept.has(url.href));

/** If a page has no `crypto.subtle` (plain http), only the size is checked. */
async function isWhole(bytes: Uint8Array<ArrayBuffer>, file: ModelCard['files'][number]): Promise<boolean> {
  if (bytes.length !== file.bytes) return false;
  const hash = await sha256(bytes);
  return hash === null || hash === file.sha256;
}

/**
 * Where the model's host is the page's own, errors about a foreign host's permissions do not apply.
 */
function ofModel(error: unknown, model: string, root: URL): unknown {
  if (isElsewhere(root)) return error;
  const isUnreachable = error instanceof PlaygroundError && error.code === 'model-unreachable';
  return isUnreachable ? new PlaygroundError('model-not-here', { model }, { cause: error }) : error;
}

const spoiled = (file: string) => new PlaygroundError('model-spoiled', { file: `models/${file}` });

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
