/**
 * Models that ship with the page, and kept runs, opened beside the current run to sample from. Each
 * is fetched and opened once per engine; when too many are open, the least recently used are
 * closed.
 */
import { PlaygroundError } from '../ml/errors.ts';
import { fetchShipped, listShipped } from '../models/shipped.ts';
import { keptFiles } from '../offline/kept-files.ts';
import type { EngineCalls } from '../workers/client.ts';
import type { CheckpointFile, OpenedModel } from '../workers/protocol.ts';
import type { StoreContext } from './context.ts';
import { expectFit, keptIdOf, keptModel } from './kept-lane.ts';
import { lazily } from './lazily.ts';
import type { OpenedModels } from './types/paint.ts';

export type { OpenedModels } from './types/paint.ts';

/** A race has four lanes; the engine has room for eight, and the page shows one more. */
const mostOpen = 6;

export function createOpenedModels(context: StoreContext): OpenedModels {
  /**
   * Each model with its engine: a model's number means nothing to another engine. The most recently
   * used one is last.
   */
  const opened = new Map<string, { readonly engine: EngineCalls; readonly model: OpenedModel }>();
  const list = lazily(() => listShipped(context.modelsRoot, { signal: new AbortController().signal, onProgress() {} }));

  async function shipped(name: string, signal: AbortSignal): Promise<readonly CheckpointFile[]> {
    const card = (await list()).find((card) => card.name === name);
    if (!card) throw new PlaygroundError('model-spoiled', { file: `models/${name}` });
    return fetchShipped(context.modelsRoot, card, { signal, onProgress() {}, cache: keptFiles('models') });
  }

  /** A kept run's source is its newest checkpoint. */
  async function sourceOf(name: string, signal: AbortSignal) {
    const id = keptIdOf(name);
    return id === null
      ? { key: name, files: () => shipped(name, signal) }
      : keptModel(await context.get().runs.load(), id);
  }

  async function closeOldest(engine: EngineCalls): Promise<void> {
    for (const [key, { engine: itsEngine, model }] of opened) {
      if (itsEngine === engine && opened.size < mostOpen) return;
      opened.delete(key);
      if (itsEngine === engine) await engine.closeModel(model.model);
    }
  }

  async function openOnce(name: string, signal: AbortSignal): Promise<OpenedModel> {
    const engine = context.call;
    const { key, files } = await sourceOf(name, signal);
    const known = opened.get(key);
    if (known?.engine === engine) {
      opened.delete(key);
      opened.set(key, known);
      return known.model;
    }
    const brought = await files();
    await closeOldest(engine);
    const model = await engine.openModel(brought, signal);
    opened.set(key, { engine, model });
    return model;
  }

  return {
    list,
    async open(name, signal) {
      await context.ready;
      const model = await openOnce(name, signal);
      const ours = context.get().run.status?.network;
      if (ours && keptIdOf(name) !== null) expectFit(model, ours);
      return model;
    },
  };
}
