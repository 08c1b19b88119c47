/**
 * `npm start` serves the data sets from public/, not as they were when dist/ was built, because
 * they become complete while the page is served. An open page keeps the manifest that it has read,
 * whose files do not change.
 */
import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { shippedSetNames, shippedSets } from '../../src/ml/data/shipped-sets.ts';

const folders: ReadonlySet<string> = new Set(shippedSetNames.map((name) => shippedSets[name].folder));

/** The path of a file of a data set; null for any other address. */
export function dataFileOf(pathname: string, root: string): string | null {
  const [, folder, file] = /^\/([\w-]+)\/([\w-]+\.(?:json|webp))$/.exec(pathname) ?? [];
  return folder !== undefined && file !== undefined && folders.has(folder) ? join(root, folder, file) : null;
}

export function preparedData(root = 'public'): Plugin {
  return {
    name: 'prepared-data',
    configurePreviewServer(server) {
      server.middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? '/', 'http://localhost');
        const file = dataFileOf(pathname, root);
        const stat = file === null ? undefined : statSync(file, { throwIfNoEntry: false });
        if (file === null || !stat?.isFile()) return next();
        const tag = `W/"${stat.size}-${Math.round(stat.mtimeMs)}"`;
        const type = file.endsWith('.json') ? 'application/json' : 'image/webp';
        const head = { etag: tag, 'cache-control': 'no-cache', 'content-type': type };
        if (request.headers['if-none-match'] === tag) {
          response.writeHead(304, head).end();
          return;
        }
        response.writeHead(200, { ...head, 'content-length': stat.size });
        if (request.method === 'HEAD' || stat.size === 0) {
          response.end();
          return;
        }
        // No more than has been announced: the file may grow while it is read.
        createReadStream(file, { end: stat.size - 1 })
          .on('error', () => response.destroy())
          .pipe(response);
      });
    },
  };
}
