/**
 * Tests whether a session that is used for long holds more and more memory: 300 training steps with
 * previews, 300 generations of six pictures, 300 restorations, 100 evaluations, 50 imports, 50
 * changes of recipe and 30 rounds of all of these, with a miniature U-Net on Dawn. It takes some
 * minutes; `src/engine/soak.webgpu.test.ts` is a short version.
 *
 *   npx tsx tools/soak.ts [--short]
 *
 * After each block it prints what is held: tensors, the engine's own count of its bytes, the GPU
 * buffers that exist, and for the process the JavaScript heap (after a collection, with array
 * buffers) and the resident set. Exits with 1 if an activity's last block left more tensors than
 * its first, over 2 % more bytes or buffers, or over 10 MB more heap. The resident set has no
 * bound, because it includes the allocator's free pages and what a software driver compiles.
 */
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readFlags } from '../cli/arguments.ts';
import { printLine, runCommand } from '../cli/command.ts';
import { installDawn } from '../cli/dawn.ts';
import type { Activity, Block, SoakPlan } from '../src/engine/soak.fixture.ts';

const allowedShare = 0.02;
const allowedHeap = 10e6;

const long: SoakPlan = {
  pictures: 6,
  blocks: { train: 4, generate: 6, restore: 6, evaluate: 4, import: 5, recipe: 5, everything: 3 },
  size: { train: 25, generate: 50, restore: 50, evaluate: 25, import: 10, recipe: 10, everything: 10 },
};
const short: SoakPlan = {
  pictures: 6,
  blocks: { train: 3, generate: 3, restore: 3, evaluate: 3, import: 3, recipe: 3, everything: 3 },
  size: { train: 4, generate: 8, restore: 8, evaluate: 4, import: 2, recipe: 2, everything: 2 },
};

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/**
 * Heap size in bytes: the least of a few collections, because array buffers are freed some time
 * after one.
 */
async function heapInUse(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) {
    if (typeof collect === 'function') collect();
    await setTimeout(100);
    const { heapUsed, external } = process.memoryUsage();
    least = Math.min(least, heapUsed + external);
  }
  return least;
}

const mb = (bytes: number): string => (bytes / 1e6).toFixed(1);

await runCommand(async () => {
  const plan = readFlags(process.argv.slice(2), [], ['short']).on.has('short') ? short : long;
  installDawn();
  const { growths, soak } = await import('../src/engine/soak.fixture.ts');
  const blocks: Block[] = [];
  const heaps = new Map<Activity, { readonly first: number; last: number }>();
  printLine('| activity | done | tensors | engine MB | GPU MB | GPU buffers | heap MB | resident MB | s |');
  printLine('|---|---|---|---|---|---|---|---|---|');
  await soak(plan, async (block) => {
    const { activity, done, held } = block;
    blocks.push(block);
    const heap = await heapInUse();
    heaps.set(activity, { first: heaps.get(activity)?.first ?? heap, last: heap });
    const { tensors, engineBytes, gpuBytes, gpuBuffers } = held;
    const ofProcess = [heap, process.memoryUsage().rss].map(mb);
    const seconds = Math.round(performance.now() / 1000);
    const row = [activity, done, tensors, mb(engineBytes), mb(gpuBytes), gpuBuffers, ...ofProcess, seconds];
    printLine(`| ${row.join(' | ')} |`);
  });
  const grown = growths(blocks, allowedShare).map(
    ({ activity, figure, first, last }) => `${activity}: ${figure} grew from ${first} to ${last}`,
  );
  for (const [activity, { first, last }] of heaps) {
    if (last > first + allowedHeap) grown.push(`${activity}: the heap grew from ${mb(first)} to ${mb(last)} MB`);
  }
  for (const line of grown) printLine(line);
  if (grown.length === 0) printLine('Nothing grew.');
  return grown.length === 0 ? 0 : 1;
});
