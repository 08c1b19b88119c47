/** Models that ship with the page, opened beside the run to be sampled from. Each is fetched and opened once an engine. */
import { PlaygroundError } from '../ml/errors.ts';
import { browserCache } from '../models/browser-cache.ts';
import { fetchShipped, listShipped, type ModelCard } from '../models/shipped.ts';
import type { EngineCalls } from '../workers/client.ts';
import type { OpenedModel } from '../workers/protocol.ts';
import { lazily } from './lazily.ts';
import type { Room } from './room.ts';

export interface OpenedModels {
  list(): Promise<readonly ModelCard[]>;
  /** Throws `model-*`, or what the engine has against it. */
  open(name: string, signal: AbortSignal): Promise<OpenedModel>;
}

export function createOpenedModels(room: Room, pageAddress: () => string): OpenedModels {
  const root = new URL('models/', pageAddress());
  /** With the engine that has it: numbers of models mean nothing to another. */
  const opened = new Map<string, { readonly engine: EngineCalls; readonly model: OpenedModel }>();
  const list = lazily(() => listShipped(root, { signal: new AbortController().signal, onProgress() {} }));
  return {
    list,
    async open(name, signal) {
      await room.ready;
      const engine = room.call;
      const known = opened.get(name);
      if (known?.engine === engine) return known.model;
      const card = (await list()).find((card) => card.name === name);
      if (!card) throw new PlaygroundError('model-spoiled', { file: `models/${name}` });
      const files = await fetchShipped(root, card, { signal, onProgress() {}, cache: browserCache() });
      const model = await engine.openModel(files, signal);
      opened.set(name, { engine, model });
      return model;
    },
  };
}
