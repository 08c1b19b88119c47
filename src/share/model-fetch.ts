/**
 * Fetches a model from an address, as bytes: a .zip of a checkpoint folder, or the folder file by
 * file, in the layout of diffusers. This code trusts the files only as far as needed to find the
 * next one; the engine decides whether they are a checkpoint.
 */

import { isPickle } from '../ml/checkpoint/layout.ts';
import { PlaygroundError } from '../ml/errors.ts';
import type { CheckpointFile } from '../workers/protocol.ts';
import { createDownload, type Download, type DownloadOptions, type OpenFile } from './model-download.ts';
import {
  indexPath,
  networkDirectories,
  pickledWeights,
  readShardIndex,
  schedulerPaths,
  statePaths,
  weightsFiles,
} from './model-layout.ts';
import { shorten } from './shorten.ts';

export type FetchedModel =
  | { readonly kind: 'zip'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'folder'; readonly files: readonly CheckpointFile[] };

/**
 * `url`: absolute. A path that ends in .zip is a file, any other a folder. Throws `model-*`,
 * `checkpoint-*` or `cancelled`.
 */
export async function fetchModel(url: URL, options: DownloadOptions): Promise<FetchedModel> {
  if (isPickle(url.pathname)) throw new PlaygroundError('checkpoint-pickle', { file: fileNameOf(url) });
  const download = createDownload(options);
  try {
    if (!/\.zip$/i.test(url.pathname)) return { kind: 'folder', files: await fetchFolder(download, folderAt(url)) };
    const file = await download.open(url);
    if (!file) throw download.nothing(url, nothingAt(url));
    download.expect(0);
    return { kind: 'zip', bytes: await file.read() };
  } finally {
    download.close();
  }
}

/** Ends in a slash. */
function folderAt(url: URL): URL {
  const folder = new URL(url);
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  return folder;
}

const fileNameOf = ({ pathname }: URL) => shorten(pathname.slice(pathname.lastIndexOf('/') + 1), 100);

const nothingAt = (url: URL) => new PlaygroundError('model-missing', { address: shorten(url.href, 200) });

async function firstOf<Item>(items: readonly Item[], holds: (item: Item) => Promise<unknown>): Promise<Item | null> {
  for (const item of items) if (await holds(item)) return item;
  return null;
}

/**
 * Fetches the files of a checkpoint, the small ones first, so that an address without a model is
 * detected before anything large is fetched.
 */
async function fetchFolder(download: Download, folder: URL): Promise<readonly CheckpointFile[]> {
  const files: CheckpointFile[] = [];
  const open = (path: string): Promise<OpenFile | null> => download.open(new URL(path, folder));
  const read = async (path: string, file: OpenFile): Promise<Uint8Array> => {
    const bytes = await file.read();
    files.push({ path, bytes });
    return bytes;
  };
  const take = async (path: string): Promise<Uint8Array | null> => {
    const file = await open(path);
    return file && read(path, file);
  };

  const index = await take(indexPath);
  const network = await firstOf(networkDirectories(index !== null), (directory) => take(`${directory}config.json`));
  if (network === null) throw download.nothing(folder, nothingAt(folder));
  await firstOf(schedulerPaths, take);
  const state = (await take(statePaths.json)) && (await open(statePaths.tensors));

  const missing = (file: string) => download.missing(new PlaygroundError('checkpoint-file-missing', { file }));
  async function openWeights() {
    for (const { name, isIndex } of weightsFiles) {
      const path = network + name;
      const file = await open(path);
      if (file) return { path, file, isIndex };
    }
    const pickle = network + pickledWeights;
    if (await open(pickle)) throw new PlaygroundError('checkpoint-pickle', { file: pickle });
    throw missing(network + weightsFiles[0].name);
  }
  async function readWeights({ path, file, isIndex }: Awaited<ReturnType<typeof openWeights>>): Promise<void> {
    const bytes = await read(path, file);
    if (!isIndex) return;
    const { shards, totalBytes } = readShardIndex(path, bytes);
    if (totalBytes !== null) download.expect(totalBytes);
    for (const shard of shards) if (!(await take(network + shard))) throw missing(network + shard);
  }

  // All are opened at once: their total size is then known from the start, and no idle connection
  // is closed by its host.
  const opened = await openWeights();
  if (!opened.isIndex) download.expect(0);
  await Promise.all([readWeights(opened), state && read(statePaths.tensors, state)]);
  return files;
}
