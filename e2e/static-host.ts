/**
 * A static host for dist/ under a sub-path. Like GitHub Pages it answers everything else with a 404
 * and dist/404.html, lets the browser cache files for ten minutes and gzips text; and it sends the
 * headers of dist/_headers. It is stricter than `vite preview`, which answers a missing path with
 * the page and so hides a wrong path.
 */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize, relative } from 'node:path';
import { createGzip, gzipSync } from 'node:zlib';
import { headersFor, readHeadersFile } from '../tools/deploy/headers.ts';

export const subPath = '/some/sub/path/';
const root = 'dist';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

function fileFor(url: string): string | null {
  const { pathname } = new URL(url, 'http://localhost');
  if (!pathname.startsWith(subPath)) return null;
  const file = join(root, normalize(decodeURIComponent(pathname.slice(subPath.length)) || 'index.html'));
  if (!file.startsWith(root)) return null;
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : null;
}

/** `replaced` has the files of another version of the page, by their path in dist/. */
export function staticHost(replaced: ReadonlyMap<string, string> = new Map()): Server {
  const rules = readHeadersFile(replaced.get('_headers') ?? readFileSync(join(root, '_headers'), 'utf8'));
  return createServer((request, response) => {
    const file = fileFor(request.url ?? '/');
    const headers = headersFor(rules, `/${relative(root, file ?? join(root, '404.html'))}`);
    if (file === null) {
      response.writeHead(404, { 'content-type': types['.html'], ...headers });
      createReadStream(join(root, '404.html')).pipe(response);
      return;
    }
    const type = types[extname(file)] ?? 'application/octet-stream';
    const gzipped = /text|json|svg/.test(type) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    response.writeHead(200, {
      'content-type': type,
      ...{ 'Cache-Control': 'max-age=600', ...headers },
      ...(gzipped && { 'content-encoding': 'gzip', vary: 'accept-encoding' }),
    });
    const newer = replaced.get(relative(root, file));
    if (newer !== undefined) response.end(gzipped ? gzipSync(newer) : newer);
    else if (gzipped) createReadStream(file).pipe(createGzip()).pipe(response);
    else createReadStream(file).pipe(response);
  });
}
