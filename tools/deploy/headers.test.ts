import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { headerRules, headersFor, longestLine, readHeadersFile, writeHeadersFile } from './headers.ts';
import { nginxConfig } from './nginx.ts';

const policy = contentSecurityPolicy({ scripts: ["'sha256-abc='"], styles: [], assetsOrigin: null });
const rules = headerRules(policy);

test('the files for Netlify and Cloudflare have the same headers', () => {
  const text = writeHeadersFile(rules);
  expect(readHeadersFile(text)).toEqual(rules);
  expect(readHeadersFile(`# a comment\n\n${text}`)).toEqual(rules);
  expect(() => readHeadersFile('  X-Header: a')).toThrow('without a path');
});

test('every file gets the policy, and only files with a hash in their name are cached for good', () => {
  for (const path of ['/', '/index.html', '/service-worker.js', '/emoji/manifest.json', '/404.html'])
    expect(headersFor(rules, path)).toEqual({ 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff' });
  expect(headersFor(rules, '/assets/index-abc.js')).toEqual({
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'public, max-age=31536000, immutable',
  });
});

test('no header is set by two rules, because those hosts would join the values', () => {
  const names = rules.flatMap(({ headers }) => Object.keys(headers));
  expect(new Set(names).size).toBe(names.length);
});

test('a line that Cloudflare would ignore is not written', () => {
  expect(() => writeHeadersFile(headerRules('x'.repeat(longestLine)))).toThrow(/a line of _headers has 2\d{3}/);
});

test('nginx sends the same headers', () => {
  const config = nginxConfig(policy);
  const [everywhere, assets] = config.split('location ~ /assets/ {');
  for (const part of [everywhere, assets?.split('}')[0]]) {
    for (const [name, value] of Object.entries(headersFor(rules, '/')))
      expect(part).toContain(`add_header ${name} "${value}" always;`);
  }
  expect(assets).toContain('add_header Cache-Control "public, max-age=31536000, immutable" always;');
  expect(everywhere).toContain('add_header Cache-Control "no-cache" always;');
});
