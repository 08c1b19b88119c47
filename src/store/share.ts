import { PlaygroundError, reportOf } from '../ml/errors.ts';
import { encodeLink } from '../share/link.ts';
import type { Room } from './room.ts';
import { showLoaded } from './run.ts';
import type { ShareSlice } from './types.ts';

/** The article's checkpoint has 4 MB; a file beyond this is not read into memory to find that out. */
const checkpointLimitMb = 512;

export function createShare(room: Room, pageAddress: () => string): ShareSlice {
  async function exclusively<Value>(action: () => Promise<Value>): Promise<Value | null> {
    room.patch('share', { busy: true });
    try {
      return await action();
    } catch (error) {
      room.get().notices.report(error);
      return null;
    } finally {
      room.patch('share', { busy: false });
    }
  }

  return {
    busy: false,
    link() {
      const { run, look } = room.get();
      const { previewEvery, generateSeed, generateCount, restoreNoise, restoreSeed, restoreImage } = look;
      const settings = { previewEvery, generateSeed, generateCount, restoreNoise, restoreSeed, restoreImage };
      return pageAddress().replace(/#.*$/, '') + encodeLink(run.status?.experiment ?? run.draft, settings);
    },
    exportCheckpoint: () => exclusively(async () => new Blob([await room.call.save()], { type: 'application/zip' })),
    importCheckpoint: async (file) => {
      await exclusively(async () => {
        if (file.size > checkpointLimitMb * 2 ** 20) {
          throw new PlaygroundError('checkpoint-too-large', { limit: `${checkpointLimitMb} MB` });
        }
        const zip = new Uint8Array(await file.arrayBuffer());
        const loaded = await room.call.load(zip).catch((error: unknown) => {
          // The engine sees bytes only; the sentence names the file.
          const { code, values } = reportOf(error);
          throw new PlaygroundError(code, { ...values, name: file.name }, { cause: error });
        });
        const status = showLoaded(room, loaded);
        room
          .get()
          .notices.add({ kind: 'message', message: 'imported', values: { name: file.name, step: status.step } });
      });
    },
  };
}
