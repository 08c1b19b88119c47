/**
 * Tests whether a repair is worth it: the same damage and method on many test pictures, with mean
 * and standard deviation.
 */
import { createStore } from 'zustand/vanilla';
import type { Pictures, Quality, RestoreRequest, RestoreResult } from '../workers/protocol.ts';
import type { StoreContext } from './context.ts';
import { answersPerPicture } from './denoising-work.ts';
import { beginPace, msPerPixel, withSteps } from './pace.ts';
import { rowKey } from './repair-settings.ts';
import type { BatchRow, BatchState, RepairBatch, Spread, ToldClass } from './types/repair.ts';

export type { BatchRow, RepairBatch, Spread } from './types/repair.ts';

/** At most this many: the first test pictures of the set. */
export const batchPictures = 64;

interface TestPictures {
  readonly pictures: Pictures;
  readonly labels: readonly number[];
}

/** `requestOf`: the request for these pictures; null before there is an engine. */
export function createRepairBatch(
  context: StoreContext,
  requestOf: (original: Pictures, labels: readonly number[]) => RestoreRequest | null,
): RepairBatch {
  const store = createStore<BatchState>(() => ({ busy: false, stopping: false, pace: null, count: 0, rows: [] }));
  let aborter = new AbortController();
  /** The damage, the seed and the run that the rows belong to. */
  let subject = '';

  async function run(most = batchPictures): Promise<void> {
    if (store.getState().busy) return;
    aborter = new AbortController();
    const { signal } = aborter;
    store.setState({ busy: true, pace: null });
    const { status } = context.get().run;
    let pixels = 0;
    try {
      const test = await testPictures(most, signal);
      const request = test && requestOf(test.pictures, test.labels);
      if (!request) return;
      const { count } = request.original;
      const of = JSON.stringify([request.damage, request.seed, count, context.get().run.status?.runId]);
      if (of !== subject) store.setState({ rows: [] });
      subject = of;
      if (status) pixels = count * status.network.shape.side ** 2 * answersPerPicture(status.network, request);
      store.setState({ pace: beginPace(null) });
      const result = await context.call.restore(request, signal, ({ index, total }) => {
        const { pace } = store.getState();
        store.setState({ pace: pace && withSteps(pace, index + 1, total) });
      });
      const made = batchRows(result, request);
      const others = store.getState().rows.filter(({ key }) => !made.some((row) => row.key === key));
      const filters = made.filter(({ settings }) => settings === null);
      store.setState({
        count,
        rows: [...filters, ...others, ...made.filter(({ settings }) => settings !== null)],
      });
    } catch (error) {
      context.get().notices.report(error);
    } finally {
      const pace = msPerPixel(store.getState().pace, pixels);
      if (status && pace !== null) context.runStatus.takePace(status.runId, pace);
      store.setState({ busy: false, stopping: false, pace: null });
    }
  }

  /** The first test pictures; null if the call was cancelled meanwhile. */
  async function testPictures(most: number, signal: AbortSignal): Promise<TestPictures | null> {
    const there = context.get().run.status?.dataSet.counts.test ?? 0;
    const pictures: Pictures[] = [];
    const labels: number[] = [];
    for (let index = 0; index < Math.min(most, there); index++) {
      if (signal.aborted) return null;
      const { picture, label } = await context.call.testImage(index);
      pictures.push(picture);
      labels.push(label);
    }
    const [first] = pictures;
    if (!first) return null;
    const rgb = new Uint8Array(pictures.length * first.rgb.length);
    for (const [i, picture] of pictures.entries()) rgb.set(picture.rgb, i * first.rgb.length);
    return { pictures: { ...first, count: pictures.length, rgb }, labels };
  }

  function cancel(): void {
    if (store.getState().busy) store.setState({ stopping: true });
    aborter.abort();
  }

  return { store, run, cancel };
}

/** Rows for the damaged pictures, for the filters, and for the network. */
export function batchRows(
  { quality, baselines }: Pick<RestoreResult, 'quality' | 'baselines'>,
  { repair: settings, classIndex: told }: Pick<RestoreRequest, 'repair' | 'classIndex'>,
): readonly BatchRow[] {
  const classIndex: ToldClass = typeof told === 'number' || told === null ? told : 'own';
  const without = [quality.damaged, ...baselines.map((baseline) => baseline.quality)];
  const best = (i: number): number => Math.max(...without.map((figures) => figures[i]?.psnr ?? 0));
  const wins = quality.restored.filter(({ psnr }, i) => psnr > best(i)).length;
  const row = (name: BatchRow['name'], figures: readonly Quality[]) => ({
    ...{ key: name, name, settings: null, classIndex: null, wins: null },
    psnr: spreadOf(figures.map(({ psnr }) => psnr)),
    ssim: spreadOf(figures.map(({ ssim }) => ssim)),
  });
  return [
    row('damaged', quality.damaged),
    ...baselines.map((baseline) => row(baseline.name, baseline.quality)),
    { ...row(settings.method, quality.restored), key: rowKey(settings, classIndex), settings, classIndex, wins },
  ];
}

/**
 * The PSNR of an exact restoration is infinite: it counts as 60 dB, half a byte of 8-bit rounding.
 */
const exact = 60;

function spreadOf(values: readonly number[]): Spread {
  const finite = values.map((value) => Math.min(exact, value));
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const variance = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / finite.length;
  return { mean, deviation: Math.sqrt(variance) };
}
