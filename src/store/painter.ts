/**
 * A model that ships with the page paints on the visitor's device, again and again, beside the run.
 * Loaded with the view that shows it.
 */
import { createStore } from 'zustand/vanilla';
import { PlaygroundError, reportOf } from '../ml/errors.ts';
import { fetchShipped, listShipped } from '../models/shipped.ts';
import { keptFiles } from '../offline/kept-files.ts';
import type { CheckpointFile, OpenedModel } from '../workers/protocol.ts';
import type { StoreContext } from './context.ts';
import { isRunning } from './run-status.ts';
import type { Painter, PainterState } from './types/painter.ts';
import type { ModelProgress } from './types.ts';

export type { Painter, PainterState, Painting } from './types/painter.ts';

const favourite = 'digits';
const guidance = 2;
/** Interval in ms of checks whether the device is free again. */
const waitMs = 400;
/**
 * Amounts for a device with a GPU and for one where a processor computes. `lookMs` is how long
 * finished pictures stay before the next painting begins; a processor waits longer, because it has
 * other work to do.
 */
const amounts = {
  gpu: { count: 16, steps: 24, lookMs: 2600 },
  software: { count: 4, steps: 10, lookMs: 6000 },
} as const;

export function createPainter(context: StoreContext, isHidden: () => boolean): Painter {
  const store = createStore<PainterState>(() => ({
    card: null,
    phase: 'loading',
    progress: null,
    painting: null,
    chosenClass: null,
    paused: false,
    failure: null,
  }));
  const { getState: get, setState: patch } = store;
  let seed = 1;
  /** Aborted to end the current painting, or the pause after it, when something else is wanted. */
  let hurry = new AbortController();

  async function filesOf(signal: AbortSignal): Promise<readonly CheckpointFile[]> {
    const cards = await listShipped(context.modelsRoot, { signal, onProgress() {} });
    const card = cards.find(({ name }) => name === favourite) ?? cards[0];
    if (!card) throw new PlaygroundError('model-spoiled', { file: 'models/index.json' });
    patch({ card });
    const onProgress = (progress: ModelProgress): void => patch({ progress });
    return fetchShipped(context.modelsRoot, card, { signal, onProgress, cache: keptFiles('models') });
  }

  async function paintOn(stop: AbortController): Promise<void> {
    const { signal } = stop;
    const fetching = filesOf(signal);
    fetching.catch(() => {}); // awaited below, unless the device cannot paint
    await context.ready;
    // Without WebGPU a picture takes minutes; the page then shows pictures that the model painted
    // on another device.
    if (context.get().engine.device?.backend !== 'webgpu') return stop.abort();
    const files = await fetching;
    let opened: OpenedModel | null = null;
    try {
      while (!signal.aborted) {
        if (mustRest()) {
          patch({ phase: 'resting' });
          await wait(waitMs, signal);
          continue;
        }
        // The bytes are transferred to the worker, so the next opening needs its own copy.
        opened ??= await context.call.openModel(
          files.map(({ path, bytes }) => ({ path, bytes: bytes.slice() })),
          signal,
        );
        if (signal.aborted) return;
        hurry = new AbortController();
        try {
          await paint(opened, hurry.signal);
          // Programs for training are compiled once nobody is waiting for a picture.
          context.get().engine.prepare(true);
          await wait(amount().lookMs, hurry.signal);
          seed += 1;
        } catch (error) {
          if (signal.aborted) return;
          if (hurry.signal.aborted) continue;
          const { code } = reportOf(error);
          // Another engine has replaced the one that had opened the model.
          if (code !== 'worker-died' && code !== 'model-closed' && code !== 'device-lost') throw error;
          opened = null;
          await wait(waitMs, signal);
        }
      }
    } finally {
      // Fails only if the engine has died.
      if (opened) await context.call.closeModel(opened.model).catch(() => {});
    }
  }

  const amount = () => amounts[context.get().engine.device?.software === false ? 'gpu' : 'software'];

  const mustRest = (): boolean => get().paused || isHidden() || isRunning(context.get().run.status);

  async function paint({ model, network }: OpenedModel, signal: AbortSignal): Promise<void> {
    const { count, steps } = amount();
    const { chosenClass } = get();
    const classIndex = network.classes === null ? null : (chosenClass ?? seed) % network.classes;
    const begun = { classIndex, seed, steps, seconds: null };
    patch({ phase: 'painting', progress: null });
    const sampling = { sampler: 'flow-match-euler', steps, eta: 0, guidance, classIndex, weights: 'ema' } as const;
    const start = performance.now();
    const { samples } = await context.call.generate({ model, seed, count, sampling }, signal, ({ index, predicted }) =>
      patch({ painting: { ...begun, pictures: predicted, step: index + 1 } }),
    );
    const seconds = (performance.now() - start) / 1000;
    patch({ phase: 'done', painting: { ...begun, pictures: samples, step: steps, seconds } });
  }

  return {
    store,
    start() {
      const stop = new AbortController();
      patch({ phase: 'loading', failure: null });
      paintOn(stop).catch((error: unknown) => {
        if (!stop.signal.aborted) patch({ phase: 'failed', progress: null, failure: reportOf(error) });
      });
      return () => {
        stop.abort();
        hurry.abort();
      };
    },
    choose(chosenClass) {
      patch({ chosenClass });
      hurry.abort();
    },
    roll() {
      seed = 1 + Math.floor(Math.random() * 9999);
      hurry.abort();
    },
    pause(paused) {
      patch({ paused });
      if (paused) hurry.abort();
    },
  };
}

/** Ends early if the signal aborts. */
function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
