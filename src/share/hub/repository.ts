/**
 * What the hub's API reports about a repository, and its refusals.
 * https://huggingface.co/docs/hub/api, `GET /api/models/{owner}/{name}/revision/{revision}`.
 */
import { z } from 'zod';
import { PlaygroundError } from '../../ml/errors.ts';
import { placedReason } from '../../ml/reasons.ts';
import { jsonOf } from '../model-layout.ts';
import { shorten } from '../shorten.ts';
import type { HubReference } from './address.ts';

/**
 * The hub that is asked. A link cannot choose it; the host of the page or the command line's
 * environment does.
 */
export interface HubAccess {
  /** `https://huggingface.co`, or a mirror of it. */
  readonly origin: string;
  /** For repositories that are not public. */
  readonly token?: string;
}

/** In bytes. The answer lists names and sizes of files, some hundred bytes each. */
export const answerLimit = 8 * 2 ** 20;
const mostFiles = 20_000;

const sha1 = z.string().regex(/^[0-9a-f]{40}$/);
/**
 * For a large file (LFS, Xet) the SHA-256 of its bytes is known; for any other file, the id of its
 * git blob.
 */
const sibling = z.object({
  rfilename: z.string(),
  size: z.int().nonnegative().nullish(),
  blobId: sha1.nullish().catch(null),
  lfs: z
    .object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().nonnegative() })
    .nullish()
    .catch(null),
});
const licenceName = z.union([z.string(), z.array(z.string()).transform((names) => names.join(', '))]);
const answer = z.object({
  id: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  sha: sha1,
  tags: z.array(z.string()).catch([]),
  cardData: z.object({ license: licenceName.optional(), license_name: z.string().nullish() }).nullish().catch(null),
  siblings: z.array(sibling).max(mostFiles),
});

export interface RepositoryFile {
  /** Within the repository. */
  readonly path: string;
  readonly bytes: number;
  readonly hash: FileHash;
}

type FileHash = { readonly kind: 'sha256' | 'git-blob'; readonly hex: string };

export interface Repository {
  /** The hub's current name: a renamed repository is also found under its old name. */
  readonly name: string;
  readonly commit: string;
  /** From its card; null if the card does not say. */
  readonly licence: string | null;
  readonly files: readonly RepositoryFile[];
}

export function repositoryUrl({ origin }: HubAccess, { repository, revision }: HubReference): URL {
  return new URL(
    `${rootOf(origin)}/api/models/${repository}/revision/${encodeURIComponent(revision ?? 'main')}?blobs=true`,
  );
}

/** Branches, tags and pull requests. */
export function referencesUrl({ origin }: HubAccess, { repository }: HubReference): URL {
  return new URL(`${rootOf(origin)}/api/models/${repository}/refs?include_prs=1`);
}

/**
 * `commit` is the one that was described, so that a branch that moves meanwhile changes nothing.
 */
export function fileUrl({ origin }: HubAccess, repository: string, commit: string, path: string): URL {
  return new URL(
    `${rootOf(origin)}/${repository}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`,
  );
}

/** A mirror may be in a folder of its host. */
const rootOf = (origin: string): string => origin.replace(/\/+$/, '');

/**
 * Throws `hub-answer` for an answer that is not the hub's. Files without a size or a hash cannot be
 * verified and are treated as missing.
 */
export function readRepository(bytes: Uint8Array, host: string): Repository {
  const parsed = answer.safeParse(jsonOf(bytes));
  if (!parsed.success) throw new PlaygroundError('hub-answer', { host, reason: placedReason(parsed.error.issues[0]) });
  const { id, sha, tags, cardData, siblings } = parsed.data;
  const tagged = tags.find((tag) => tag.startsWith('license:'))?.slice('license:'.length);
  const named = cardData?.license === 'other' ? (cardData.license_name ?? 'other') : cardData?.license;
  const licence = named ?? tagged;
  return {
    name: id,
    commit: sha,
    licence: licence === undefined ? null : shorten(licence, 100),
    files: siblings.flatMap(({ rfilename: path, size, blobId, lfs }): RepositoryFile[] => {
      const bytes = lfs?.size ?? size;
      if (bytes == null) return [];
      if (lfs) return [{ path, bytes, hash: { kind: 'sha256', hex: lfs.sha256 } }];
      return blobId ? [{ path, bytes, hash: { kind: 'git-blob', hex: blobId } }] : [];
    }),
  };
}

/**
 * The error behind an unsuccessful answer of the hub. Without a token the hub answers 401 for a
 * missing repository, too, so as not to reveal which ones are private. Null if the answer does not
 * concern the repository.
 */
export function refusalOf(response: Response, { repository, revision }: HubReference, { origin, token }: HubAccess) {
  const { status, headers } = response;
  // The server that sends the bytes knows nothing about repositories.
  if (response.redirected && hostOf(response) !== new URL(origin).host) return null;
  const code = headers.get('x-error-code');
  if (status === 429)
    return new PlaygroundError('hub-busy', { host: hostOf(response), minutes: minutesToWait(headers) });
  if (code === 'GatedRepo') return new PlaygroundError('hub-gated', { repository });
  if (code === 'RevisionNotFound')
    return new PlaygroundError('hub-revision', { repository, revision: revision ?? 'main' });
  if (token !== undefined && status === 401) return new PlaygroundError('hub-token', { host: hostOf(response) });
  if (status === 403) return new PlaygroundError('hub-gated', { repository });
  if (code === 'RepoNotFound' || status === 401) return new PlaygroundError('hub-missing', { repository });
  return null;
}

const hostOf = ({ url }: Response): string => (URL.canParse(url) ? new URL(url).host : '');

/** Used if no header states the wait. */
const usualMinutes = 5;

/**
 * Minutes until the visitor may try again. The hub states it in `RateLimit` (`"api";r=0;t=55`),
 * others in `Retry-After`; a page of another origin may not be allowed to read either.
 */
function minutesToWait(headers: Headers): number {
  const text = headers.get('retry-after') ?? /;\s*t=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1] ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return seconds > 0 ? Math.ceil(seconds / 60) : usualMinutes;
}
