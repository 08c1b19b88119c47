import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linkIn } from '../../src/share/link-address.ts';
import { exampleResult } from './example.fixture.ts';
import { decodeResult, encodeResult } from './result-link.ts';

const linkOf = (json: unknown) =>
  `#result=${deflateRawSync(typeof json === 'string' ? json : JSON.stringify(json)).toString('base64url')}`;

it('carries a result, in about a kilobyte', async () => {
  const link = await encodeResult(exampleResult);
  expect(link.length).toBeLessThan(1800);
  expect(link).toMatch(/^#result=[\w-]+$/);
  expect(await decodeResult(link)).toEqual({ kind: 'result', result: exampleResult });
});

it('leaves other fragments alone', async () => {
  for (const hash of ['', '#', '#content', '#v=1&recipe=tiny'])
    expect(await decodeResult(hash)).toEqual({ kind: 'none' });
});

it.each<readonly [string, (link: string) => string]>([
  ['punctuation behind it', (link) => `${link})**.`],
  ['an escaped bracket behind it', (link) => `${link}%3E`],
  ['%23 for #', (link) => link.replace('#', '%23')],
  ['? for #', (link) => link.replace('#', '?')],
  ['an escaped =', (link) => link.replace('=', '%3D')],
  ['a capital letter in its key', (link) => link.replace('result', 'Result')],
  ['a tracker behind it', (link) => `${link}&fbclid=x`],
])('is understood with %s', async (_, chewed) => {
  const link = chewed(await encodeResult(exampleResult));
  expect(await decodeResult(linkIn(`https://playground.example/bench.html${link}`))).toEqual({
    kind: 'result',
    result: exampleResult,
  });
});

it.each([
  ['a cut link', linkOf(exampleResult).slice(0, 200)],
  ['no base64', '#result=%%%'],
  ['no JSON', linkOf('<b>')],
  ['another version', linkOf({ ...exampleResult, version: 2 })],
  ['a name without end', linkOf({ ...exampleResult, adapter: 'x'.repeat(161) })],
  ['an invalid number', linkOf({ ...exampleResult, cases: [{ ...exampleResult.cases[0], gflop: -1 }] })],
  ['an unknown peer', linkOf(JSON.stringify(exampleResult).replaceAll('"stock"', '"cuda"'))],
  ['cases without end', linkOf({ ...exampleResult, cases: Array(50).fill(exampleResult.cases[0]) })],
  ['what inflates without end', linkOf(' '.repeat(10_000_000))],
  ['a fragment without end', `#result=${'A'.repeat(20_000)}`],
])('rejects %s', async (_, hash) => {
  expect(await decodeResult(hash)).toEqual({ kind: 'unreadable' });
});

it('survives anything', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), async (text) => {
      expect((await decodeResult(`#result=${text}`)).kind).toBe('unreadable');
    }),
    { numRuns: 50 },
  );
});
