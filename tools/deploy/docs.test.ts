/** docs/DEPLOY.md, against what the build writes and what ships. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.ts';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'docs/DEPLOY.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, name, code]) => (name === language && code ? [code] : []));

test('the documented policy is that of the build', () => {
  const hash = ["'sha256-…'"];
  const policy = contentSecurityPolicy({ scripts: hash, styles: hash, assetsOrigin: null });
  expect(blocks('')).toEqual([`${policy.replaceAll('; ', '\n')}\n`]);
});

test('the Docker example has the nginx server in three lines', () => {
  const [dockerfile = ''] = blocks('dockerfile');
  const [server = ''] = blocks('nginx');
  expect(dockerfile.trim().split('\n')).toHaveLength(3);
  const directives = (config: string): string[] =>
    [...config.matchAll(/(?:listen|root|include) [^;]+;/g)].map(([directive]) => directive);
  expect(directives(dockerfile)).toEqual(directives(server.replaceAll('/srv/playground', '/usr/share/nginx/html')));
});

test('no file is larger than Cloudflare Pages allows', () => {
  const limit = 25 * 2 ** 20;
  const files = readdirSync(join(root, 'public'), { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => statSync(join(root, 'public', file)).size > limit)).toEqual([]);
});
