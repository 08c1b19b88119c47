/**
 * Writes the content security policy into every built page, and beside the pages the files in which
 * hosts read it as a header: `_headers` (Netlify, Cloudflare Pages) and `nginx.conf`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { contentSecurityPolicy, inlineParts, withPolicy } from '../deploy/content-security-policy.ts';
import { headerRules, writeHeadersFile } from '../deploy/headers.ts';
import { nginxConfig } from '../deploy/nginx.ts';

/**
 * `index.html` has all that is inline, so its policy holds for each page. The benchmark's page is
 * built by itself, after it.
 */
const first = 'index.html';

export function deployable(): Plugin {
  return {
    name: 'deployable',
    apply: 'build',
    transformIndexHtml: { order: 'post', handler: (html) => withPolicy(html, null) },
    writeBundle({ dir = 'dist' }, bundle) {
      if (!(first in bundle)) return;
      const rewrite = (file: string, change: (text: string) => string): void =>
        writeFileSync(join(dir, file), change(readFileSync(join(dir, file), 'utf8')));
      // A public file, which Vite copies as it is.
      if (existsSync(join(dir, '404.html'))) rewrite('404.html', (html) => withPolicy(html, null));
      const policy = contentSecurityPolicy({
        ...inlineParts(readFileSync(join(dir, first), 'utf8')),
        assetsOrigin: null,
      });
      writeFileSync(join(dir, '_headers'), writeHeadersFile(headerRules(policy)));
      writeFileSync(join(dir, 'nginx.conf'), nginxConfig(policy));
    },
  };
}
