/**
 * A model of the Hugging Face hub in two steps. `lookAt` asks what there is: the commit, the files with their sizes, the licence, and the configurations, a
 * few kB. `fetchModelOf` fetches the rest of that very commit. Both verify what they fetch against the hashes that the hub announces.
 */
import { PlaygroundError } from '../../ml/errors.ts';
import type { CheckpointFile } from '../../workers/protocol.ts';
import { createDownload, type Download, type DownloadOptions } from '../model-download.ts';
import { readShardIndex } from '../model-layout.ts';
import type { HubReference } from './address.ts';
import { chooseFiles, requireAllowedSize } from './choose.ts';
import {
  answerLimit,
  fileUrl,
  type HubAccess,
  type Repository,
  type RepositoryFile,
  readRepository,
  refusalOf,
  repositoryUrl,
} from './repository.ts';
import { verify } from './verify.ts';

/** Keeps what has been fetched, under names that are paths. */
export interface HubCache {
  get(name: string): Promise<Uint8Array<ArrayBuffer> | null>;
  put(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

export interface HubModel {
  /** With the commit for a revision: it names the same files for ever. */
  readonly reference: HubReference & { readonly revision: string };
  readonly licence: string | null;
  /** All that makes up the model; paths are within the reference's folder. */
  readonly files: readonly RepositoryFile[];
  readonly totalBytes: number;
  /** The configurations among them, which are here already. */
  readonly small: readonly CheckpointFile[];
}

interface Asking {
  readonly access: HubAccess;
  readonly signal: AbortSignal;
  readonly cache?: HubCache;
}

/** Throws `hub-*`, `model-*`, `checkpoint-*` or `cancelled`. */
export async function lookAt(reference: HubReference, asking: Asking): Promise<HubModel> {
  const repository = await repositoryOf(reference, asking);
  const { name, commit, licence } = repository;
  const { small, large, shardIndex } = chooseFiles(repository, reference);
  requireAllowedSize([...small, ...large]);
  const pinned = { ...reference, repository: name, revision: commit };
  const fetched = await fetchFiles(small, pinned, asking);
  const shards = shardIndex === null ? [] : shardsOf(repository, pinned, shardIndex, fetched);
  const files = [...small, ...large, ...shards];
  return { reference: pinned, licence, files, totalBytes: requireAllowedSize(files), small: fetched };
}

/** All files of the model. Throws as `lookAt` does. */
export async function fetchModelOf(
  { reference, files, small }: HubModel,
  asking: Asking,
  onProgress: DownloadOptions['onProgress'],
): Promise<readonly CheckpointFile[]> {
  const here = new Set(small.map(({ path }) => path));
  const missing = files.filter(({ path }) => !here.has(path));
  return [...small, ...(await fetchFiles(missing, reference, asking, onProgress))];
}

async function repositoryOf(reference: HubReference, asking: Asking): Promise<Repository> {
  const { access, cache } = asking;
  const { host } = new URL(access.origin);
  const listOf = (commit: string) => `${keyOf(reference.repository)}/${commit}/repository.json`;
  const kept = async (commit: string): Promise<Repository | null> => {
    const bytes = (await cache?.get(listOf(commit))) ?? null;
    return bytes && readRepository(bytes, host);
  };
  const { revision } = reference;
  const pinned = revision !== null && /^[0-9a-f]{40}$/.test(revision) ? await kept(revision) : null;
  if (pinned) return pinned;
  const newest = `${keyOf(reference.repository)}/refs/${encodeURIComponent(revision ?? 'main')}`;
  const download = downloadFrom(reference, asking, answerLimit);
  try {
    const file = await download.open(repositoryUrl(access, reference));
    if (!file) throw download.missing(new PlaygroundError('hub-missing', { repository: reference.repository }));
    const bytes = await file.read();
    const repository = readRepository(bytes, host);
    await cache?.put(listOf(repository.commit), bytes);
    await cache?.put(newest, new TextEncoder().encode(repository.commit));
    return repository;
  } catch (error) {
    // Without a network: what that revision was when it was last asked about.
    const isAway = error instanceof PlaygroundError && error.code === 'model-unreachable';
    const commit = isAway ? await cache?.get(newest) : null;
    const known = commit ? await kept(new TextDecoder().decode(commit)) : null;
    if (known) return known;
    throw error;
  } finally {
    download.close();
  }
}

const keyOf = (repository: string): string => repository.replace('/', '--');

function downloadFrom(
  reference: HubReference,
  { access, signal }: Asking,
  limit: number,
  onProgress: DownloadOptions['onProgress'] = () => {},
): Download {
  const { token } = access;
  return createDownload({
    signal,
    limit,
    onProgress,
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    refusal: (response) => refusalOf(response, reference, access),
  });
}

/** Large ones one after the other: one connection gets the whole width of the line, and a first file that is damaged stops the rest. */
async function fetchFiles(
  files: readonly RepositoryFile[],
  reference: HubModel['reference'],
  asking: Asking,
  onProgress?: DownloadOptions['onProgress'],
): Promise<CheckpointFile[]> {
  const { access, cache } = asking;
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  const fetched: CheckpointFile[] = [];
  for (const file of files) {
    const { repository, revision, folder } = reference;
    const key = `${keyOf(repository)}/${revision}/${folder}${file.path}`;
    let bytes = await keptWhole(file, (await cache?.get(key)) ?? null);
    if (!bytes) {
      const done = before;
      bytes = await fetchFile(file, fileUrl(access, repository, revision, folder + file.path), (limit) =>
        downloadFrom(reference, asking, limit, ({ receivedBytes }) =>
          onProgress?.({ receivedBytes: done + receivedBytes, totalBytes: total }),
        ),
      );
      await verify(file, bytes);
      await cache?.put(key, bytes);
    }
    before += file.bytes;
    onProgress?.({ receivedBytes: before, totalBytes: total });
    fetched.push({ path: file.path, bytes });
  }
  return fetched;
}

/** What is kept may have been cut short or changed: then it is fetched again. */
async function keptWhole(file: RepositoryFile, bytes: Uint8Array<ArrayBuffer> | null) {
  if (!bytes) return null;
  try {
    await verify(file, bytes);
    return bytes;
  } catch {
    return null;
  }
}

async function fetchFile(
  file: RepositoryFile,
  url: URL,
  start: (limit: number) => Download,
): Promise<Uint8Array<ArrayBuffer>> {
  const download = start(file.bytes);
  try {
    const opened = await download.open(url);
    if (!opened) throw download.missing(new PlaygroundError('checkpoint-file-missing', { file: file.path }));
    return await opened.read();
  } catch (error) {
    if (error instanceof PlaygroundError && error.code === 'checkpoint-too-large') {
      const reason = `it has more than the ${file.bytes} bytes that the hub announces`;
      throw new PlaygroundError('hub-damaged', { file: file.path, reason }, { cause: error });
    }
    throw error;
  } finally {
    download.close();
  }
}

function shardsOf(
  { files }: Repository,
  { folder }: HubReference,
  index: string,
  fetched: readonly CheckpointFile[],
): RepositoryFile[] {
  const bytes = fetched.find(({ path }) => path === index)?.bytes ?? new Uint8Array();
  const directory = index.slice(0, index.lastIndexOf('/') + 1);
  return readShardIndex(index, bytes).shards.map((shard) => {
    const path = directory + shard;
    const file = files.find((candidate) => candidate.path === folder + path);
    if (!file) throw new PlaygroundError('checkpoint-file-missing', { file: path });
    return { ...file, path };
  });
}
