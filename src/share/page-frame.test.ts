import { expect, it } from 'vitest';
import { decodeLink } from './link.ts';
import { embedCode, hasPart, hideableParts, leavesOut, wholePage, writeFrame } from './page-frame.ts';

const link = '#v=1&recipe=article&seed=42';

it.each([
  ['', undefined, []],
  ['&embed=0', undefined, []],
  ['&embed=1', { embedded: true, hidden: [] }, []],
  ['&hide=share,parameters', { embedded: false, hidden: ['parameters', 'share'] }, []],
  ['&EMBED=1&hide= Views ,views', { embedded: true, hidden: ['views'] }, []],
  ['&hide=tools,training', { embedded: false, hidden: ['training', 'tools'] }, []],
  ['&hide=', undefined, []],
  ['&embed=yes', undefined, ['embed']],
  ['&hide=share,loss', { embedded: false, hidden: ['share'] }, ['hide']],
])('%s', (fields, frame, complains) => {
  const decoded = decodeLink(link + fields);
  expect(decoded.frame).toEqual(frame);
  expect(decoded.notices.map(({ values }) => 'key' in values && values.key)).toEqual(complains);
});

it('is written as it is read; for the whole page nothing is written', () => {
  expect(writeFrame(wholePage)).toBe('');
  const frame = { embedded: true, hidden: ['recipe', 'share'] } as const;
  expect(decodeLink(link + writeFrame(frame)).frame).toEqual(frame);
});

it('an embedded view lacks the choices around it, but only its link leaves parts out', () => {
  expect(hideableParts.filter((part) => !hasPart(wholePage, part))).toEqual([]);
  const embedded = { embedded: true, hidden: ['tools'] } as const;
  expect(hideableParts.filter((part) => !hasPart(embedded, part))).toEqual(['recipe', 'views', 'tools', 'share']);
  expect(hideableParts.filter((part) => leavesOut(embedded, part))).toEqual(['tools']);
});

it('keeps the whole link in the HTML', () => {
  const code = embedCode(`https://example.org/a"b/${link}`, 'Diffusion Playground');
  expect(code).toContain('src="https://example.org/a&quot;b/#v=1&amp;recipe=article&amp;seed=42&amp;embed=1"');
  // Browsers warn on their console about each feature in `allow` that they do not know, and an
  // embedded view needs none.
  expect(code).not.toContain('allow=');
});
