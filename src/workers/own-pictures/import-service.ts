/**
 * The import worker's calls: decodes the files, and holds the pictures until they are stored as a
 * set or replaced by other files.
 */
import type { DataSetDescription } from '../../ml/data/description.ts';
import { descriptionOf } from '../../ml/data/manifest.ts';
import { PlaygroundError } from '../../ml/errors.ts';
import type { Raster } from '../../ml/resample.ts';
import { type PictureFile, pictureFilesIn } from '../../own-pictures/brought-files.ts';
import { buildSet } from '../../own-pictures/build-set.ts';
import { inNaturalOrder } from '../../own-pictures/class-names.ts';
import { collect } from '../../own-pictures/collect.ts';
import type { SetPicture } from '../../own-pictures/collection.ts';
import type { SetShape } from '../../own-pictures/set-picture.ts';
import type { Locks } from '../death-watch.ts';
import type { Brought, CollectionCounts, ImportCommands, ImportEvents, Pictures } from './protocol.ts';
import type { SetStorage } from './set-storage.ts';

export interface ImportHost {
  decode(file: PictureFile, whole: boolean): Promise<Raster>;
  sets(): Promise<SetStorage>;
  /** Missing outside secure contexts, where nothing can be stored either. */
  readonly locks: Locks | undefined;
  readonly events: ImportEvents;
}

/**
 * Held while a set is written. If nobody holds it, a set without a manifest is the remains of an
 * interrupted write.
 */
const lockName = 'own-pictures';
/** Reporting more often would only make the page redraw more often. */
const progressIntervalMs = 100;

interface Held {
  readonly pictures: readonly SetPicture[];
  readonly counts: CollectionCounts;
  readonly shape: SetShape;
}

export function importService({ decode, sets, locks, events }: ImportHost): ImportCommands {
  let brought: readonly Brought[] = [];
  let held: Held | null = null;
  let aborter = new AbortController();
  let hasCleaned = false;

  function begin(): AbortSignal {
    aborter.abort();
    aborter = new AbortController();
    return aborter.signal;
  }

  /** Runs once per visit. */
  async function clean(storage: SetStorage): Promise<void> {
    if (hasCleaned || !locks) return;
    hasCleaned = true;
    await locks.request(lockName, {}, () => storage.removeRemains());
  }

  return {
    async bring(more) {
      brought = [...brought, ...more];
    },
    async forget() {
      begin();
      brought = [];
      held = null;
    },
    async collect(options) {
      const signal = begin();
      held = null;
      let told = 0;
      const files = await pictureFilesIn(brought);
      const collection = await collect(files, options, {
        decode,
        signal,
        onProgress(done, { counts }) {
          const now = performance.now();
          if (signal.aborted || (now - told < progressIntervalMs && done < files.length)) return;
          told = now;
          events.progress({ done, total: files.length, counts });
        },
      });
      if (signal.aborted) throw new PlaygroundError('cancelled');
      const { pictures, counts } = collection;
      held = { pictures, counts, shape: { side: options.side, channels: options.channels } };
      return {
        counts,
        classes: classesOf(pictures),
        bytes: pictures.reduce((sum, { pixels }) => sum + pixels.length, 0),
      };
    },

    async show(first, count) {
      const some = held?.pictures.slice(first, first + count) ?? [];
      const pictures = asPictures(some, held?.shape ?? { side: 16, channels: 3 });
      return { pictures, classNames: some.flatMap(({ className }) => className ?? []) };
    },

    async identify() {
      if (!held) return null;
      const { pictures, shape } = held;
      try {
        return (await buildSet(pictures, { ...shape, name: '', mirrors: false })).manifest.id;
      } catch (error) {
        // Too few pictures or too many classes: `keep` reports that.
        if (error instanceof PlaygroundError) return null;
        throw error;
      }
    },

    async keep(name, mirrors) {
      const collected = held;
      if (!collected) throw new PlaygroundError('image-none');
      const signal = begin();
      const set = await buildSet(collected.pictures, { ...collected.shape, name, mirrors });
      const storage = await sets();
      let known: DataSetDescription | null = null;
      const add = async (): Promise<void> => {
        // Checked under the lock, because another tab may have stored the same set in the meantime.
        known = await storage.describe(set.manifest.id);
        if (known) return;
        await storage.add(set, {
          signal,
          onProgress: (done, total) => events.progress({ done, total, counts: collected.counts }),
        });
      };
      await (locks ? locks.request(lockName, {}, add) : add());
      return known ?? descriptionOf(set.manifest);
    },

    async cancel() {
      begin();
    },
    async list() {
      const storage = await sets();
      await clean(storage);
      return storage.list();
    },
    rename: async (id, name) => (await sets()).rename(id, name),
    remove: async (id) => (await sets()).remove(id),
  };
}

function classesOf(pictures: readonly SetPicture[]): readonly { readonly name: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { className } of pictures) {
    if (className !== null) counts.set(className, (counts.get(className) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => ({ name, count })).toSorted((a, b) => inNaturalOrder(a.name, b.name));
}

/** Grey pictures are shown with equal red, green and blue. */
function asPictures(pictures: readonly SetPicture[], { side, channels }: SetShape): Pictures {
  const size = side * side * 3;
  const rgb = new Uint8Array(pictures.length * size);
  for (const [i, { pixels }] of pictures.entries()) {
    if (channels === 3) rgb.set(pixels, i * size);
    else for (let at = 0; at < size; at++) rgb[i * size + at] = pixels[Math.floor(at / 3)] ?? 0;
  }
  return { count: pictures.length, width: side, height: side, rgb };
}
