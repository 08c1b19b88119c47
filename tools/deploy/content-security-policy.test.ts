import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { contentSecurityPolicy, inlineParts, withPolicy } from './content-security-policy.ts';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const nothing = { scripts: [], styles: [], assetsOrigin: null };

test('nothing is allowed that the page does not need', () => {
  const policy = contentSecurityPolicy(nothing);
  expect(policy).toMatch(/^default-src 'self'; script-src 'self'; style-src 'self'; /);
  // Other pages may embed a view.
  expect(policy).not.toMatch(/unsafe|frame-ancestors|\*(?![;\s]|$)/);
});

test('the host of sets and models may also serve pictures', () => {
  const policy = contentSecurityPolicy({ ...nothing, assetsOrigin: 'http://files.example' });
  expect(policy).toContain("img-src 'self' data: blob: http://files.example;");
  expect(policy).toMatch(/connect-src [^;]* http:\/\/files\.example;/);
});

test('inline parts are allowed by their hash, which covers every byte', () => {
  const html = `<head>
    <meta charset="utf-8" />
    <script>one
 two</script><style media="all">.a{}</style>
    <script src="./a.js"></script><script type="module" crossorigin src="./b.js"></script>
  </head>`;
  expect(inlineParts(html)).toEqual({ scripts: [hashOf('one\n two')], styles: [hashOf('.a{}')] });
  const page = withPolicy(html, null);
  expect(page).toContain(`script-src 'self' ${hashOf('one\n two')};`);
  expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<script'));
});

test('refuses a page that lacks the tag after which the policy goes', () => {
  expect(() => withPolicy('<head></head>', null)).toThrow('charset');
});
