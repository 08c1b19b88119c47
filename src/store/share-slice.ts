import { inMegabytes, maxFolderBytes } from '../ml/checkpoint/limits.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { decodeLink, encodeLink, type LinkContent } from '../share/link.ts';
import { withoutLink } from '../share/link-address.ts';
import { writeLanguage } from '../share/link-language.ts';
import { writeFrame } from '../share/page-frame.ts';
import { type TaskName, writeTask } from '../share/tasks.ts';
import { standardView } from '../share/view-names.ts';
import type { StoreContext } from './context.ts';
import { importRun } from './import-run.ts';
import { asksForSet } from './missing-set.ts';
import { missingTaskModel } from './task-model.ts';
import type { LinkedPage, LinkOf, NamedModel, ShareSlice } from './types.ts';

function requireSize(bytes: number): void {
  if (bytes > maxFolderBytes) throw new PlaygroundError('checkpoint-too-large', { limit: inMegabytes(maxFolderBytes) });
}

export function createShare(context: StoreContext, pageAddress: () => string): ShareSlice {
  /** `again`: called once a missing set of own pictures has been added. */
  async function exclusively<Value>(action: () => Promise<Value>, again?: () => void): Promise<Value | null> {
    context.patch('share', { busy: true });
    try {
      return await action();
    } catch (error) {
      if (!again || !asksForSet(context, error, again)) context.get().notices.report(error);
      return null;
    } finally {
      context.patch('share', { busy: false });
    }
  }

  /**
   * The address of the current model, or of the one that is being opened because the page's link
   * names it, as a link can have it. Null once the model has been trained on, because the address
   * no longer leads to the same weights.
   */
  function modelAddress(): string | null {
    const { run, modelOffer } = context.get();
    const { status } = run;
    const { source, offer } = modelOffer;
    if (offer?.byItself && offer.progress && offer.namedBy !== 'visitor') return offer.address;
    return source && status && source.runId === status.runId && source.step === status.step ? source.address : null;
  }

  /**
   * The exercise's own model, if a link with the exercise cannot lead to the current one: the model
   * is not open, or has been trained further.
   */
  function ownModel(of: LinkOf, task: TaskName | null): NamedModel | null {
    const isLinked = of === 'run' && modelAddress() !== null && missingTaskModel(context.get()) === null;
    return task === null || isLinked ? null : context.get().view.taskModel;
  }

  function named(of: LinkOf, task: TaskName | null): Pick<LinkContent, 'experiment' | 'model'> {
    const { run, dataSets } = context.get();
    const { status } = run;
    const own = ownModel(of, task);
    if (own?.link) return { experiment: decodeLink(own.link, dataSets.own).experiment, model: own.address };
    const address = of === 'run' ? modelAddress() : null;
    const experiment = of === 'run' && status ? status.experiment : run.draft;
    return { experiment, ...(address !== null && { model: address }) };
  }

  return {
    busy: false,
    link(of = 'run', ofPage = {}) {
      const { look, dataSets, view, frame, language } = context.get();
      const { experiment, ...model } = named(of, ofPage.task === undefined ? view.task : ofPage.task);
      const own = dataSets.own.find(({ id }) => id === experiment.data);
      const page: LinkedPage = {
        language: language.inLinks,
        // Whoever gets the link opens it in a window, not in the frame of another page.
        frame: { ...frame, embedded: false },
        task: view.task,
        view: view.name === 'runs' ? standardView : view.name,
        ...ofPage,
      };
      const link = encodeLink({ experiment, look, view: page.view, ...model }, own);
      const opened = writeLanguage(page.language) + writeFrame(page.frame) + writeTask(page.task);
      return withoutLink(pageAddress()) + link + opened;
    },
    linkHasModel: (of = 'run', task = context.get().view.task) => named(of, task).model !== undefined,
    linkOpensTaskModel: (of, task) => ownModel(of, task) !== null,
    linkReproduces: () => context.get().run.status?.origin !== 'checkpoint' || modelAddress() !== null,
    exportCheckpoint: (what = 'whole') =>
      exclusively(async () => {
        const { engine, run } = context.get();
        const zip =
          engine.phase === 'ready'
            ? await context.call.save(what)
            : await context.savedCheckpoint(run.status?.runId ?? '');
        if (!zip) throw new PlaygroundError('nothing-saved');
        return new Blob([zip], { type: 'application/zip' });
      }),
    importCheckpoint: async (file) => {
      const status = await exclusively(
        async () => {
          requireSize(file.size);
          const zip = new Uint8Array(await file.arrayBuffer());
          return importRun(context, file.name, () => context.call.load(zip));
        },
        () => void context.get().share.importCheckpoint(file),
      );
      return status !== null;
    },
    importFolder: async (files) => {
      const status = await exclusively(
        async () => {
          requireSize(files.reduce((sum, { file }) => sum + file.size, 0));
          const read = files.map(async ({ path, file }) => ({ path, bytes: new Uint8Array(await file.arrayBuffer()) }));
          const folder = await Promise.all(read);
          const name = files.find(({ path }) => path.endsWith('.safetensors'))?.path ?? files[0]?.path ?? '';
          return importRun(context, name, () => context.call.loadFolder(folder));
        },
        () => void context.get().share.importFolder(files),
      );
      return status !== null;
    },
  };
}
