/**
 * Loads a model of the Hugging Face hub in two steps. `lookAt` fetches its description, a few kB:
 * the commit, the files with their sizes, the licence, and the configurations. `fetchModelOf`
 * fetches the rest of exactly that commit. Both verify the files against the hashes that the hub
 * announces.
 */
import { files as checkpointFiles } from '../../ml/checkpoint/layout.ts';
import { PlaygroundError } from '../../ml/errors.ts';
import type { Reason } from '../../ml/reasons.ts';
import type { CheckpointFile } from '../../workers/protocol.ts';
import type { Download, DownloadOptions } from '../model-download.ts';
import { readShardIndex } from '../model-layout.ts';
import { type HubReference, writeHubReference } from './address.ts';
import { type Asking, downloadFrom, keyOf, pullRequestThat, repositoryOf } from './ask.ts';
import { type Choice, chooseFiles, requireAllowedSize } from './choose.ts';
import { fileUrl, type Repository, type RepositoryFile } from './repository.ts';
import { verify } from './verify.ts';

export interface HubModel {
  /** The revision is a commit, so the reference always names the same files. */
  readonly reference: HubReference & { readonly revision: string };
  readonly licence: string | null;
  /** All files of the model; paths are within the reference's folder. */
  readonly files: readonly RepositoryFile[];
  readonly totalBytes: number;
  /** The configurations among them, which have been fetched already. */
  readonly small: readonly CheckpointFile[];
}

/** Throws `hub-*`, `model-*`, `checkpoint-*` or `cancelled`. */
export async function lookAt(reference: HubReference, asking: Asking): Promise<HubModel> {
  const repository = await repositoryOf(reference, asking);
  const { name, commit, licence } = repository;
  const { small, large, shardIndex } = await chosenOf(repository, reference, asking);
  requireAllowedSize([...small, ...large]);
  const pinned = { ...reference, repository: name, revision: commit };
  const fetched = await fetchFiles(small, pinned, asking);
  const shards = shardIndex === null ? [] : shardsOf(repository, pinned, shardIndex, fetched);
  const files = [...small, ...large, ...shards];
  return { reference: pinned, licence, files, totalBytes: requireAllowedSize(files), small: fetched };
}

/**
 * If the weights are a pickle and a pull request has them as safetensors, the error names it. The
 * pull request is not opened automatically, because anybody may have made it.
 */
async function chosenOf(repository: Repository, reference: HubReference, asking: Asking): Promise<Choice> {
  try {
    return chooseFiles(repository, reference);
  } catch (error) {
    if (!(error instanceof PlaygroundError) || error.code !== 'hub-pickle' || reference.revision !== null) throw error;
    const revision = await pullRequestThat((candidate) => holdsModel(candidate, reference), reference, asking);
    if (revision === null) throw error;
    const address = writeHubReference({ ...reference, repository: repository.name, revision });
    throw new PlaygroundError('hub-pickle-converted', { ...error.values, address }, { cause: error });
  }
}

function holdsModel(repository: Repository, reference: HubReference): boolean {
  try {
    chooseFiles(repository, reference);
    return true;
  } catch {
    return false;
  }
}

/** All files of the model, and one that gives its name and licence. Throws like `lookAt`. */
export async function fetchModelOf(
  { reference, files, small, licence }: HubModel,
  asking: Asking,
  onProgress: DownloadOptions['onProgress'],
): Promise<readonly CheckpointFile[]> {
  const here = new Set(small.map(({ path }) => path));
  const missing = files.filter(({ path }) => !here.has(path));
  const named = [
    { name: writeHubReference(reference).slice(0, 200), data_set: '', licence: (licence ?? '').slice(0, 300) },
  ];
  const source = { path: checkpointFiles.basedOn, bytes: new TextEncoder().encode(JSON.stringify(named)) };
  return [...small, source, ...(await fetchFiles(missing, reference, asking, onProgress))];
}

/**
 * Fetches large files one after the other: one connection gets the full bandwidth, and if the first
 * file is damaged, the rest is not fetched.
 */
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

/**
 * The cached bytes, if they are complete; a file that was cut short or changed is fetched again.
 */
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
      const reason: Reason = { code: 'bytes-beyond-hub', announced: file.bytes };
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
