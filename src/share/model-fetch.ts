/**
 * A model from an address, as bytes: a .zip of a checkpoint folder, or the folder file by file, as diffusers lays it out. Nothing of it is
 * believed here beyond what says which file to fetch next; whether it is a checkpoint, the engine decides.
 */
import { z } from 'zod';
import { PlaygroundError } from '../ml/errors.ts';
import { isPickle } from '../ml/pickle.ts';
import type { CheckpointFile } from '../workers/protocol.ts';
import { createDownload, type Download, type DownloadOptions, type OpenFile } from './model-download.ts';
import { shorten } from './shorten.ts';

export type FetchedModel =
  | { readonly kind: 'zip'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'folder'; readonly files: readonly CheckpointFile[] };

/** `url`: absolute. A path that ends in .zip is a file, any other a folder. Throws `model-*`, `checkpoint-*` or `cancelled`. */
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

/** A page of the Hugging Face hub, as it stands in the address bar: `/owner/name`, `/owner/name/tree/revision/folder`. */
const hubPage = /^\/([\w.-]+\/[\w.-]+)(?:\/(?:tree|resolve)\/(.+?))?\/?$/;

/** Ends in a slash. A model's page on the hub stands for the folder of its files. */
export function folderAt(url: URL): URL {
  const folder = new URL(url);
  const page = folder.host === 'huggingface.co' ? hubPage.exec(folder.pathname) : null;
  if (page) folder.pathname = `/${page[1]}/resolve/${page[2] ?? 'main'}`;
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  return folder;
}

const fileNameOf = ({ pathname }: URL) => shorten(pathname.slice(pathname.lastIndexOf('/') + 1), 100);

const nothingAt = (url: URL) => new PlaygroundError('model-missing', { address: shorten(url.href, 200) });

/** In the order in which diffusers prefers them: whole, in shards, and both in half precision. */
const weights = [
  { name: 'diffusion_pytorch_model.safetensors', isIndex: false },
  { name: 'diffusion_pytorch_model.safetensors.index.json', isIndex: true },
  { name: 'diffusion_pytorch_model.fp16.safetensors', isIndex: false },
  { name: 'diffusion_pytorch_model.safetensors.index.fp16.json', isIndex: true },
] as const;

/** `total_size`: bytes of all tensors. */
const shardIndex = z.object({
  metadata: z.object({ total_size: z.int().positive().optional().catch(undefined) }).optional(),
  weight_map: z.record(z.string(), z.string().regex(/^[\w.-]+\.safetensors$/)),
});

/** As many as the engine reads. */
const maxShards = 64;

/** A pipeline has its network in a folder of its own; the oldest ones on the hub, and a network alone, have it at the root. */
const ofPipelines = ['unet/', '', 'unet_ema/'] as const;
/** What a training script saved on its way: the average, where it kept one. */
const ofTraining = ['unet_ema/', 'unet/', ''] as const;

async function firstOf<Item>(items: readonly Item[], holds: (item: Item) => Promise<unknown>): Promise<Item | null> {
  for (const item of items) if (await holds(item)) return item;
  return null;
}

/** Fetches what there is of a checkpoint, the small files first: what is no model is found out before anything large is on its way. */
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

  const index = await take('model_index.json');
  const network = await firstOf(index ? ofPipelines : ofTraining, (directory) => take(`${directory}config.json`));
  if (network === null) throw download.nothing(folder, nothingAt(folder));
  if (!(await take('scheduler/scheduler_config.json'))) await take('scheduler_config.json');
  // For exact resumption, of a folder that was made here.
  const statePath = 'training_state.safetensors';
  const state = (await take('training_state.json')) && (await open(statePath));

  const missing = (file: string) => download.missing(new PlaygroundError('checkpoint-file-missing', { file }));
  async function openWeights() {
    for (const { name, isIndex } of weights) {
      const path = network + name;
      const file = await open(path);
      if (file) return { path, file, isIndex };
    }
    const pickle = `${network}diffusion_pytorch_model.bin`;
    if (await open(pickle)) throw new PlaygroundError('checkpoint-pickle', { file: pickle });
    throw missing(network + weights[0].name);
  }
  async function readWeights({ path, file, isIndex }: Awaited<ReturnType<typeof openWeights>>): Promise<void> {
    const bytes = await read(path, file);
    if (!isIndex) return;
    const { shards, totalBytes } = readShardIndex(path, bytes);
    if (totalBytes !== null) download.expect(totalBytes);
    for (const shard of shards) if (!(await take(network + shard))) throw missing(network + shard);
  }

  // Side by side: their sizes together are known from the start, and no connection waits until its host gives up.
  const opened = await openWeights();
  if (!opened.isIndex) download.expect(0);
  await Promise.all([readWeights(opened), state && read(statePath, state)]);
  return files;
}

function readShardIndex(file: string, bytes: Uint8Array) {
  const refuse = (reason: string) => new PlaygroundError('checkpoint-invalid', { file, reason });
  const parsed = shardIndex.safeParse(jsonOf(bytes));
  if (!parsed.success) throw refuse('it has no weight_map of names');
  const shards = [...new Set(Object.values(parsed.data.weight_map))].sort();
  if (shards.length > maxShards) throw refuse(`it names ${shards.length} files, where ${maxShards} are read`);
  return { shards, totalBytes: parsed.data.metadata?.total_size ?? null };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
