/**
 * Makes `npm start` answer like a static host: a path that is not in dist/ gets a 404 with
 * dist/404.html, not index.html, whose relative links would lead nowhere under such an address.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

export function notFoundPage(root = 'dist'): Plugin {
  return {
    name: 'not-found-page',
    // Registered before Vite's own handler, which answers every path with index.html.
    configurePreviewServer(server) {
      server.middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? '/', 'http://localhost');
        if (pathname === '/' || existsSync(join(root, pathname))) return next();
        // Not the headers that `hostHeaders` gives the path: the browser would remember for ever
        // that a file in assets/ is missing.
        response.writeHead(404, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
        response.end(readFileSync(join(root, '404.html')));
      });
    },
  };
}
