import { expect, it } from 'vitest';
import { CompileQueue } from './compile-queue.ts';

/** A device whose programs compile when the test says. */
function compiling(width: number) {
  const queue = new CompileQueue(width);
  const begun: string[] = [];
  const used: GPUComputePipeline[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const add = (source: string) =>
    queue.add(
      source,
      () => {
        begun.push(source);
        return new Promise((resolve, reject) => {
          ends.set(source, (error) => (error ? reject(error) : resolve({ label: source } as GPUComputePipeline)));
        });
      },
      async (pipeline) => void used.push(pipeline),
    );
  const end = async (source: string, error?: Error): Promise<void> => {
    ends.get(source)?.(error);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { queue, add, begun, used, end };
}

const outcomes = (promises: readonly Promise<void>[]) =>
  Promise.allSettled(promises).then((all) => all.map(({ status }) => status));

it('compiles a limited number at once, in order, and a failure makes room for the next', async () => {
  const { queue, add, begun, used, end } = compiling(2);
  for (const source of ['a', 'b', 'c', 'd']) add(source);
  const ready = queue.waitForAll(new AbortController().signal);
  const settled = outcomes(ready);
  expect(begun).toEqual(['a', 'b']);
  await end('b', new Error('no such function'));
  expect(begun).toEqual(['a', 'b', 'c']);
  await end('c');
  await end('a');
  await end('d');
  expect(await settled).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(used.map(({ label }) => label)).toEqual(['c', 'a', 'd']);
});

it('compiles a source once for all who wait for it, and again if it is requested later', async () => {
  const { add, begun, end } = compiling(2);
  expect(add('a')).toBe(add('a'));
  await end('a');
  add('a');
  expect(begun).toEqual(['a', 'a']);
});

it('does not begin what all callers have abandoned, and rejects their promises', async () => {
  const { queue, add, begun, end } = compiling(1);
  const [first, second] = [new AbortController(), new AbortController()];
  for (const source of ['begun', 'both', 'one']) add(source);
  const ofFirst = outcomes(queue.waitForAll(first.signal));
  await end('begun');
  add('later');
  const ofSecond = outcomes(queue.waitForAll(second.signal));
  first.abort();
  // Both is under way, and the second still wants one.
  await end('both');
  expect(begun).toEqual(['begun', 'both', 'one']);
  second.abort();
  await end('one');
  expect(begun).toEqual(['begun', 'both', 'one']);
  expect(await ofFirst).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  expect(await ofSecond).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  // An abandoned program can be requested again.
  add('later');
  expect(begun).toEqual(['begun', 'both', 'one', 'later']);
});
