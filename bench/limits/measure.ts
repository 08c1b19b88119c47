/**
 * Measures the adapter's limits. Each program runs long enough to outweigh its submission; the best
 * of three counts.
 */
import { BareDevice, type Bound } from './bare-device.ts';
import type { AdapterLimits, GemmLimit } from './limits.ts';
import { copySource, emptySource, fmaPerTurn, fmaSource, type GemmProgram, gemmPrograms } from './programs.ts';

/**
 * Wanted duration of a submission in ms: far longer than submitting takes, and far shorter than
 * what a driver takes for a hang.
 */
const longEnough = 120;

/** The best product, ready to be measured again between other measurements. */
export interface GemmMeter {
  /** The current GFLOP/s, by one submission. */
  rate(): Promise<number>;
}

export interface LimitsMeter {
  readonly limits: AdapterLimits;
  readonly gemm: GemmMeter;
  dispose(): void;
}

export async function measureLimits(onProgress: (line: string) => void): Promise<LimitsMeter> {
  const bare = await BareDevice.open();
  try {
    onProgress('multiply-adds');
    const fma = await fmaRate(bare);
    onProgress('copy');
    const copy = await copyRate(bare);
    onProgress('dispatch');
    const dispatch = await dispatchCost(bare);
    bare.freeBuffers();
    onProgress('matrix products');
    const gemm = await bestGemm(bare);
    return {
      limits: { fma, copy, dispatch: dispatch.all, dispatchScript: dispatch.script, gemm: gemm.limit },
      gemm: { rate: gemm.rate },
      dispose: () => bare.dispose(),
    };
  } catch (error) {
    bare.dispose();
    throw error;
  }
}

/**
 * How many dispatches make a submission long enough, at most `most`, and the ms of one of them in
 * the best of three submissions.
 */
async function timeOf(bare: BareDevice, bound: Bound, most = 10_000): Promise<{ times: number; each: number }> {
  let times = 1;
  let { all } = await bare.run(bound, 1); // compiles, and touches memory for the first time
  ({ all } = await bare.run(bound, 1));
  while (all < longEnough && times < most) {
    times = Math.min(most, Math.ceil(times * Math.min(8, (1.2 * longEnough) / Math.max(all, 0.05))));
    ({ all } = await bare.run(bound, times));
  }
  for (let i = 0; i < 2; i++) all = Math.min(all, (await bare.run(bound, times)).all);
  return { times, each: all / times };
}

async function fmaRate(bare: BareDevice): Promise<number> {
  const invocations = 2 ** 18; // as many threads as the largest GPUs keep at once
  const turns = 64;
  const pipeline = await bare.pipeline(fmaSource);
  const buffers = [bare.uniforms([turns]), bare.storage(4 * invocations)];
  const { each } = await timeOf(bare, bare.bind(pipeline, buffers, [invocations / 64, 1]));
  return (2 * fmaPerTurn * turns * invocations) / each / 1e6;
}

async function copyRate(bare: BareDevice): Promise<number> {
  const pipeline = await bare.pipeline(copySource);
  const { maxStorageBufferBindingSize, maxBufferSize, maxComputeWorkgroupsPerDimension } = bare.device.limits;
  const copyOf = async (bytes: number): Promise<number> => {
    const groups = bytes / 16 / 64;
    const columns = Math.min(groups, 2 ** Math.floor(Math.log2(maxComputeWorkgroupsPerDimension)));
    const buffers = [bare.uniforms([bytes / 16, columns * 64]), bare.storage(bytes / 4), bare.storage(bytes / 4)];
    const { each } = await timeOf(bare, bare.bind(pipeline, buffers, [columns, groups / columns]));
    return each;
  };
  const small = 2 ** 25;
  const time = await copyOf(small);
  const large = 2 ** 28;
  // A GPU's cache holds the small buffer, so a fast device copies one that is larger than any
  // cache.
  const fits = Math.min(maxStorageBufferBindingSize, maxBufferSize) >= large;
  if (time > 2 || !fits) return (2 * small) / time / 1e6;
  return (2 * large) / (await copyOf(large)) / 1e6;
}

/** Microseconds per dispatch. */
export async function dispatchCost(bare: BareDevice): Promise<{ all: number; script: number }> {
  const bound = bare.bind(await bare.pipeline(emptySource), [], [1, 1]);
  const count = 2000;
  await bare.run(bound, count);
  const runs = [await bare.run(bound, count), await bare.run(bound, count), await bare.run(bound, count)];
  const least = (of: 'all' | 'script') => (1000 * Math.min(...runs.map((run) => run[of]))) / count;
  return { all: least('all'), script: least('script') };
}

/** Tries sizes 512 and 1,024, and larger ones if these are too short to occupy a GPU. */
async function bestGemm(bare: BareDevice): Promise<{ limit: GemmLimit; rate: () => Promise<number> }> {
  const tried: Record<string, number> = {};
  let best: { program: GemmProgram; size: number; rate: number } | null = null;
  for (const program of gemmPrograms) {
    const pipeline = await bare.pipeline(program.source);
    for (const size of [512, 1024, 2048, 4096]) {
      const { each } = await timeOf(bare, bindGemm(bare, pipeline, program, size));
      bare.freeBuffers();
      const rate = gemmRate(size, each);
      tried[`${program.name} at ${size}`] = rate;
      if (best === null || rate > best.rate) best = { program, size, rate };
      // Below 5 ms a GPU may not be fully occupied. On a slow adapter the smallest size already
      // shows which program is good.
      if (each > 5 && (size >= 1024 || rate < best.rate / 2)) break;
    }
  }
  if (best === null) throw new Error('no matrix product could be measured');
  const { program, size } = best;
  const bound = bindGemm(bare, await bare.pipeline(program.source), program, size);
  const { times } = await timeOf(bare, bound);
  return {
    limit: { rate: best.rate, program: program.name, size, tried },
    rate: async () => gemmRate(size, (await bare.run(bound, times)).all / times),
  };
}

function bindGemm(bare: BareDevice, pipeline: GPUComputePipeline, { tile }: GemmProgram, size: number): Bound {
  const matrix = () => bare.storage(size * size);
  const [rows, columns] = tile;
  return bare.bind(pipeline, [bare.uniforms([size]), matrix(), matrix(), matrix()], [size / columns, size / rows]);
}

/** GFLOP/s */
function gemmRate(size: number, ms: number): number {
  return (2 * size ** 3) / ms / 1e6;
}
