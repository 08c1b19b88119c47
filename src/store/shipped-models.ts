/**
 * The models that ship with the page: their list, and what can be done with one. Loaded with their
 * panel.
 */
import { createStore } from 'zustand/vanilla';
import { type DataSetDescription, recipes } from '../ml/config.ts';
import { PlaygroundError, reportOf } from '../ml/errors.ts';
import { fetchShipped, isKept, listShipped, type ModelCard } from '../models/shipped.ts';
import { keptAddresses, keptFiles } from '../offline/kept-files.ts';
import { ownSideRange } from '../own-pictures/limits.ts';
import type { StoreContext } from './context.ts';
import { isSlow } from './denoising-work.ts';
import { importRun } from './import-run.ts';
import { asksForSet } from './missing-set.ts';
import { fewerThanUsual } from './quick-version.ts';
import { losesSteps } from './run-status.ts';
import type { Purpose, ShippedModels, ShippedModelsState, Task } from './types/models.ts';
import type { ModelProgress, OwnShape } from './types.ts';

export type { Purpose, ShippedModels, ShippedModelsState } from './types/models.ts';

export type { ModelCard };

/**
 * The shape in which own pictures are best read for the model: that of its own set. Any other shape
 * is converted to it.
 */
export const shapeFor = ({ dataSet: { side, channels } }: ModelCard): OwnShape => ({
  side: Math.min(ownSideRange.max, Math.max(ownSideRange.min, side)),
  channels: channels === 1 ? 1 : 3,
});

/** Whether the model only removes noise from pictures, and cannot paint. */
export const repairsOnly = ({ recipe }: Pick<ModelCard, 'recipe'>): boolean => recipes[recipe].kind === 'one-pass';

/** Interval in ms of progress updates. */
const progressIntervalMs = 100;

export function createShippedModels(context: StoreContext): ShippedModels {
  const store = createStore<ShippedModelsState>(() => ({
    cards: null,
    kept: new Set(),
    listFailure: null,
    asked: null,
    work: null,
    failure: null,
  }));
  const { getState: get, setState: patch } = store;
  let aborter = new AbortController();

  async function start(task: Task): Promise<void> {
    const { card, purpose, set } = task;
    aborter.abort();
    aborter = new AbortController();
    const { signal } = aborter;
    patch({ asked: null, failure: null, work: { ...task, progress: { receivedBytes: 0, totalBytes: null } } });
    try {
      const files = await fetchShipped(context.modelsRoot, card, {
        signal,
        onProgress: telling(task, signal),
        cache: keptFiles('models'),
      });
      await context.ready.catch(() => {
        throw new PlaygroundError('worker-died'); // the reason has been reported
      });
      const { work } = get();
      if (signal.aborted) return;
      if (work) patch({ work: { ...work, progress: { ...work.progress, opening: true } } });
      await importRun(
        context,
        card.name,
        () => context.call.loadFolder(files, signal, { data: set?.id ?? card.dataSet.id }),
        { address: `models/${card.name}`, link: null },
      );
    } catch (error) {
      if (signal.aborted) return;
      patch({ work: null });
      if (asksForSet(context, error, () => void start(task))) context.get().models.close();
      else patch({ failure: { name: card.name, report: reportOf(error) } });
      return;
    }
    patch({ work: null });
    const { models, generate, run, view, engine, look } = context.get();
    models.close();
    // A visitor on the Repair view wants the network for repairing.
    if (purpose === 'paint' && (view.name === 'repair' || repairsOnly(card))) {
      view.show('repair');
      return;
    }
    view.show(purpose === 'paint' ? 'paint' : 'learn');
    // A link may keep the page to another view, where nobody would see the pictures.
    if (purpose !== 'paint') await run.train();
    else if (context.get().view.name === 'paint')
      await generate.generate(isSlow(engine.device) ? fewerThanUsual(look) : {});
  }

  function telling(task: Task, signal: AbortSignal): (progress: ModelProgress) => void {
    let said = 0;
    return (progress) => {
      const now = performance.now();
      if (signal.aborted || (now - said < progressIntervalMs && progress.receivedBytes !== progress.totalBytes)) return;
      said = now;
      patch({ work: { ...task, progress } });
    };
  }

  async function use(card: ModelCard, purpose: Purpose, set: DataSetDescription | null = null): Promise<void> {
    patch({ failure: null });
    if (purpose === 'fine-tune' && !set) {
      const { models, ownPictures } = context.get();
      models.close();
      ownPictures.bring(shapeFor(card), (added) => {
        models.show();
        void use(card, purpose, added);
      });
      return;
    }
    const task = { card, purpose, set };
    if (losesSteps(context)) patch({ asked: task });
    else await start(task);
  }

  async function list(): Promise<void> {
    patch({ listFailure: null });
    try {
      const { signal } = new AbortController();
      const cards = await listShipped(context.modelsRoot, { signal, onProgress() {} });
      const addresses = await keptAddresses('models');
      const kept = cards.filter((card) => isKept(context.modelsRoot, card, addresses)).map(({ name }) => name);
      patch({ cards, kept: new Set(kept) });
    } catch (error) {
      patch({ listFailure: reportOf(error) });
    }
  }

  return {
    store,
    list,
    use,
    async openNamed(name) {
      if (!get().cards) await list();
      const card = get().cards?.find((one) => one.name === name);
      if (card && context.get().models.open) await use(card, 'paint');
    },
    async agree() {
      const { asked } = get();
      if (asked) await start(asked);
    },
    cancel() {
      aborter.abort();
      patch({ asked: null, work: null });
    },
  };
}
