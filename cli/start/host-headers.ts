/** `npm start` sends the headers that the build wrote for hosts, with every answer. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { headersFor, readHeadersFile } from '../../tools/deploy/headers.ts';

export function hostHeaders(root = 'dist'): Plugin {
  return {
    name: 'host-headers',
    configurePreviewServer(server) {
      const rules = readHeadersFile(readFileSync(join(root, '_headers'), 'utf8'));
      server.middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? '/', 'http://localhost');
        for (const [name, value] of Object.entries(headersFor(rules, pathname))) response.setHeader(name, value);
        next();
      });
    },
  };
}
