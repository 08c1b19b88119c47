/**
 * Queries of the hub's API, and the downloads of both steps: with the token if there is one, and
 * with a sentence for every refusal.
 */
import { z } from 'zod';
import { PlaygroundError } from '../../ml/errors.ts';
import { createDownload, type Download, type DownloadOptions } from '../model-download.ts';
import { jsonOf } from '../model-layout.ts';
import type { HubReference } from './address.ts';
import {
  answerLimit,
  type HubAccess,
  type Repository,
  readRepository,
  referencesUrl,
  refusalOf,
  repositoryUrl,
} from './repository.ts';

/** Stores fetched files under path-like names. */
export interface HubCache {
  get(name: string): Promise<Uint8Array<ArrayBuffer> | null>;
  put(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

export interface Asking {
  readonly access: HubAccess;
  readonly signal: AbortSignal;
  readonly cache?: HubCache;
}

/** The current state of a revision. Throws `hub-*`, `model-*` or `cancelled`. */
export async function repositoryOf(reference: HubReference, asking: Asking): Promise<Repository> {
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
    // Without a network connection, uses the last known state of the revision.
    const isAway = error instanceof PlaygroundError && error.code === 'model-unreachable';
    const commit = isAway ? await cache?.get(newest) : null;
    const known = commit ? await kept(new TextDecoder().decode(commit)) : null;
    if (known) return known;
    throw error;
  } finally {
    download.close();
  }
}

/** The cache key. */
export const keyOf = (repository: string): string => repository.replace('/', '--');

export function downloadFrom(
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

/** Older ones are unlikely to help, and each costs a request. */
const mostPullRequests = 5;
const references = z.object({ pullRequests: z.array(z.object({ ref: z.string().regex(/^refs\/pr\/\d+$/) })) });

/**
 * The newest pull request that `serves`, as `refs/pr/3`: many repositories of pickles have one that
 * converts them. Null if there is none, or if the hub does not say.
 */
export async function pullRequestThat(
  serves: (repository: Repository) => boolean,
  reference: HubReference,
  asking: Asking,
): Promise<string | null> {
  const download = downloadFrom(reference, asking, answerLimit);
  try {
    const file = await download.open(referencesUrl(asking.access, reference));
    const parsed = references.safeParse(file && jsonOf(await file.read()));
    const refs = (parsed.data?.pullRequests ?? []).map(({ ref }) => ref);
    const numberOf = (ref: string) => Number(ref.slice('refs/pr/'.length));
    const newest = refs.sort((a, b) => numberOf(b) - numberOf(a)).slice(0, mostPullRequests);
    for (const revision of newest) if (serves(await repositoryOf({ ...reference, revision }, asking))) return revision;
    return null;
  } catch (error) {
    if (error instanceof PlaygroundError && error.code !== 'cancelled') return null;
    throw error;
  } finally {
    download.close();
  }
}
