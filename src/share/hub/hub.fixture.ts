/**
 * For tests: a local server that answers like the Hugging Face hub. The API lists files with sizes
 * and hashes; `resolve` sends small files after a redirect within the host (307) and large ones
 * from another origin (302); errors carry `X-Error-Code`; pages of other origins may read
 * everything.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export type HubAnswer = (response: ServerResponse, request: IncomingMessage) => void;

export interface HostedRepository {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** Fields of the API's answer: `cardData`, `tags`, ... */
  readonly info?: Readonly<Record<string, unknown>>;
  /** Branches, tags and pull requests with their commits; `main` always exists. */
  readonly revisions?: Readonly<Record<string, string>>;
  /** The token that opens the repository; without it, the repository is `gated`. */
  readonly token?: string;
  /**
   * Answers that replace the normal ones, by path within the host: `/api/models/...` or, for the
   * other origin, `/cdn/<path>`.
   */
  readonly instead?: Readonly<Record<string, HubAnswer>>;
}

export interface HostedHub {
  readonly origin: string;
  /** Method, host's name and path of every request, in order. */
  readonly asked: string[];
  /** The `authorization` header of requests to the other origin. */
  readonly tokensElsewhere: string[];
  close(): Promise<void>;
}

export const mainCommit = 'a'.repeat(40);

export const hashOf = (algorithm: 'sha1' | 'sha256', ...parts: (string | Uint8Array)[]): string => {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

const isLarge = (path: string): boolean => /\.(safetensors|bin)$/.test(path);

function siblingOf([path, content]: [string, string | Uint8Array]) {
  const size = Buffer.byteLength(content);
  if (!isLarge(path)) return { rfilename: path, size, blobId: hashOf('sha1', `blob ${size}\0`, content) };
  const lfs = { sha256: hashOf('sha256', content), size, pointerSize: 134 };
  return { rfilename: path, size, blobId: hashOf('sha1', path), lfs };
}

/** The headers that huggingface.co sends to pages of other origins. */
function permit(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', request.headers.origin ?? 'https://huggingface.co');
  response.setHeader('vary', 'Origin');
  response.setHeader('access-control-expose-headers', 'X-Repo-Commit,X-Request-Id,X-Error-Code,X-Error-Message,ETag');
}

/** `headers`: whether other pages may read the answers. */
export async function hostHub(
  repositories: Readonly<Record<string, HostedRepository>>,
  { permits = true }: { readonly permits?: boolean } = {},
): Promise<HostedHub> {
  const asked: string[] = [];
  const tokensElsewhere: string[] = [];
  let origin = '';
  let elsewhere = '';

  function refuse(response: ServerResponse, status: number, code: string | null): void {
    if (code !== null) response.setHeader('x-error-code', code);
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":"no"}');
  }

  const hub = createServer((request, response) => {
    if (permits) permit(request, response);
    const { pathname } = new URL(request.url ?? '/', origin);
    asked.push(`hub ${pathname}`);
    const [, owner, name, rest = ''] =
      /^\/(?:api\/(?:models|resolve-cache\/models)\/)?([^/]+)\/([^/]+)\/(.*)$/.exec(pathname) ?? [];
    const found = Object.hasOwn(repositories, `${owner}/${name}`) ? repositories[`${owner}/${name}`] : undefined;
    // Without a token, the answer is the same as for a private repository.
    if (!found) return refuse(response, 401, null);
    const instead = found.instead?.[pathname];
    if (instead) return instead(response, request);
    const isApi = pathname.startsWith('/api/models/');
    const isAllowed = found.token === undefined || request.headers.authorization === `Bearer ${found.token}`;
    if (isApi && rest === 'refs') {
      const pullRequests = Object.entries(found.revisions ?? {})
        .filter(([ref]) => ref.startsWith('refs/pr/'))
        .map(([ref, targetCommit]) => ({ name: ref, ref, targetCommit }));
      const branches = [{ name: 'main', ref: 'refs/heads/main', targetCommit: mainCommit }];
      return void response.end(JSON.stringify({ branches, converts: [], tags: [], pullRequests }));
    }
    // The file list of a gated repository is public; the files are not.
    if (!isApi && !isAllowed) return refuse(response, request.headers.authorization ? 403 : 401, 'GatedRepo');
    const [kind, revision = '', ...parts] = rest.split('/').map(decodeURIComponent);
    const known: Readonly<Record<string, string>> = { main: mainCommit, ...found.revisions };
    const commit = known[revision] ?? Object.values(known).find((candidate) => candidate === revision);
    if (commit === undefined) return refuse(response, 404, 'RevisionNotFound');
    if (isApi && kind === 'revision') {
      const siblings = Object.entries(found.files).map(siblingOf);
      const info = { _id: '1', id: `${owner}/${name}`, private: false, gated: false, tags: [], sha: commit, siblings };
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
      return void response.end(JSON.stringify({ ...info, ...found.info }));
    }
    const path = parts.join('/');
    const content = Object.hasOwn(found.files, path) ? found.files[path] : undefined;
    if (content === undefined) return refuse(response, 404, 'EntryNotFound');
    response.setHeader('x-repo-commit', commit);
    if (isLarge(path)) {
      response.setHeader('x-linked-etag', `"${hashOf('sha256', content)}"`);
      return void response.writeHead(302, { location: `${elsewhere}/cdn/${owner}/${name}/${path}` }).end();
    }
    if (!pathname.startsWith('/api/')) {
      const cached = `/api/resolve-cache/models/${owner}/${name}/resolve/${commit}/${path}`;
      return void response.writeHead(307, { location: cached }).end();
    }
    return void response.writeHead(200, { 'content-length': Buffer.byteLength(content) }).end(content);
  });

  const cdn = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    const { pathname } = new URL(request.url ?? '/', elsewhere);
    asked.push(`cdn ${pathname}`);
    if (request.headers.authorization) tokensElsewhere.push(request.headers.authorization);
    const [, repository = '', path = ''] = /^\/cdn\/([^/]+\/[^/]+)\/(.*)$/.exec(pathname) ?? [];
    const instead = repositories[repository]?.instead?.[pathname];
    if (instead) return instead(response, request);
    const content = repositories[repository]?.files[path] ?? '';
    return void response.writeHead(200, { 'content-length': Buffer.byteLength(content) }).end(content);
  });
  origin = await listen(hub);
  elsewhere = await listen(cdn);
  return {
    origin,
    asked,
    tokensElsewhere,
    async close() {
      await Promise.all([hub, cdn].map(closed));
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });
}
