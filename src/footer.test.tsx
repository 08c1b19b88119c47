/** The footer's link to bench.html, which leads out of what a class link leaves out. */
import { expect, it } from 'vitest';
import { mounted } from './components/mounted.testing.tsx';

async function benchLink(fields: string): Promise<string | null | undefined> {
  const { place } = await mounted(
    `#v=1&recipe=quick&data=digits&view=paint${fields}`,
    async () => {
      const { BenchLink } = await import('./App.tsx');
      return (
        <>
          <BenchLink />
          <i />
        </>
      );
    },
    (page) => page.querySelector('i'),
  );
  return place.querySelector('a')?.getAttribute('href');
}

it.each([
  ['', 'bench.html'],
  ['&lang=zh-CN', 'bench.html#lang=zh-CN'],
])('the whole page links to the bench page, in the language of its address (%s)', async (fields, link) => {
  expect(await benchLink(fields)).toBe(link);
});

it.each(['&hide=share', '&hide=views,training', '&embed=1'])('with %s there is no link', async (fields) => {
  expect(await benchLink(fields)).toBeUndefined();
});
