import { inMegabytes, maxFolderBytes } from '../ml/checkpoint-limit.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { encodeLink } from '../share/link.ts';
import { withoutLink } from '../share/link-address.ts';
import { importRun } from './import-run.ts';
import { asksForSet } from './missing-set.ts';
import type { Room } from './room.ts';
import type { ShareSlice } from './types.ts';

export function createShare(room: Room, pageAddress: () => string): ShareSlice {
  /** `again`: once a set of own pictures has been added that it wants. */
  async function exclusively<Value>(action: () => Promise<Value>, again?: () => void): Promise<Value | null> {
    room.patch('share', { busy: true });
    try {
      return await action();
    } catch (error) {
      if (!again || !asksForSet(room, error, again)) room.get().notices.report(error);
      return null;
    } finally {
      room.patch('share', { busy: false });
    }
  }

  /** Where the model on show is from, as a link may have it. Once it has been trained on, what is at that address is no longer what is on show. */
  function modelAddress(): string | null {
    const { run, modelOffer } = room.get();
    const { status } = run;
    const { source } = modelOffer;
    return source && status && source.runId === status.runId && source.step === status.step ? source.address : null;
  }

  return {
    busy: false,
    link() {
      const { run, look, dataSets } = room.get();
      const { status } = run;
      const address = modelAddress();
      const model = address === null ? {} : { model: address };
      const experiment = status?.experiment ?? run.draft;
      const own = dataSets.own.find(({ id }) => id === experiment.data);
      return withoutLink(pageAddress()) + encodeLink({ experiment, look, ...model }, own);
    },
    linkReproduces: () => room.get().run.status?.origin !== 'checkpoint' || modelAddress() !== null,
    exportCheckpoint: (what = 'whole') =>
      exclusively(async () => {
        const { engine, run } = room.get();
        const zip =
          engine.phase === 'ready' ? await room.call.save(what) : await room.savedCheckpoint(run.status?.runId ?? '');
        if (!zip) throw new PlaygroundError('nothing-saved');
        return new Blob([zip], { type: 'application/zip' });
      }),
    importCheckpoint: async (file) => {
      await exclusively(
        async () => {
          if (file.size > maxFolderBytes) {
            throw new PlaygroundError('checkpoint-too-large', { limit: inMegabytes(maxFolderBytes) });
          }
          const zip = new Uint8Array(await file.arrayBuffer());
          await importRun(room, file.name, () => room.call.load(zip));
        },
        () => void room.get().share.importCheckpoint(file),
      );
    },
  };
}
