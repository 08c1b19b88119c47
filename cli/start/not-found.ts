/**
 * `npm start` answers like a static host: a path that is not in dist/ is a 404 with dist/404.html,
 * not the page under an address at which its files would be missing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

export function notFoundPage(root = 'dist'): Plugin {
  return {
    name: 'not-found-page',
    // Registered before Vite's own handler, which answers everything with index.html.
    configurePreviewServer(server) {
      server.middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? '/', 'http://localhost');
        if (pathname === '/' || existsSync(join(root, pathname))) return next();
        // Not what `hostHeaders` says of the path: a browser would keep the absence of a file in
        // assets/ for good.
        response.writeHead(404, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
        response.end(readFileSync(join(root, '404.html')));
      });
    },
  };
}
