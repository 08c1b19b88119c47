/**
 * Writes the content security policy into every built page, and beside the pages the files in which
 * hosts read it as a header: `_headers` (Netlify, Cloudflare Pages) and `nginx.conf`. Data sets and
 * models may lie on another host: `ASSETS_URL=https://files.example.org/playground/ npm run build`.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';
import { shippedSetNames, shippedSets } from '../../src/ml/data/shipped-sets.ts';
import { contentSecurityPolicy, inlineParts, withPolicy } from '../deploy/content-security-policy.ts';
import { headerRules, writeHeadersFile } from '../deploy/headers.ts';
import { nginxConfig } from '../deploy/nginx.ts';
import { wholeAddress } from './whole-address.ts';

/**
 * `index.html` has all that is inline, so its policy holds for each page. The benchmark's page is
 * built by itself, after it.
 */
const first = 'index.html';

/** What another host may have, in `public` and in what is built. */
const assetFolders = [...shippedSetNames.map((name) => shippedSets[name].folder), 'models'];

export function deployable(assetsUrl = process.env.ASSETS_URL): Plugin {
  const assets = assetsUrl ? wholeAddress('ASSETS_URL', assetsUrl) : null;
  const assetsOrigin = assets?.origin ?? null;
  return {
    name: 'deployable',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { filename }) => ({
        html: withPolicy(html, assetsOrigin),
        tags:
          assets && basename(filename) === first
            ? [{ tag: 'meta', attrs: { name: 'assets', content: assets.href }, injectTo: 'head' }]
            : [],
      }),
    },
    writeBundle({ dir = 'dist' }, bundle) {
      if (!(first in bundle)) return;
      // A file of the build (`not-found.ts`), but no page to Vite.
      const notFound = join(dir, '404.html');
      writeFileSync(notFound, withPolicy(readFileSync(notFound, 'utf8'), assetsOrigin));
      const inline = inlineParts(readFileSync(join(dir, first), 'utf8'));
      const policy = contentSecurityPolicy({ ...inline, assetsOrigin });
      writeFileSync(join(dir, '_headers'), writeHeadersFile(headerRules(policy)));
      writeFileSync(join(dir, 'nginx.conf'), nginxConfig(policy));
      if (assets) for (const folder of assetFolders) rmSync(join(dir, folder), { recursive: true, force: true });
    },
  };
}
