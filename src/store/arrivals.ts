/** What is dropped on the page or pasted: a checkpoint opens, anything else goes where a picture is repaired, which says what it cannot take. */
import type { Room } from './room.ts';
import type { ArrivalsSlice, BroughtFile } from './types.ts';

export function createArrivals(room: Room): ArrivalsSlice {
  async function open(brought: readonly BroughtFile[]): Promise<void> {
    const { share, view } = room.get();
    const zip = brought.find(({ path }) => isZip(path));
    const opened = zip ? await share.importCheckpoint(zip.file) : await share.importFolder(withoutOuterFolder(brought));
    // Nothing on the first view is of the run.
    if (opened && view.name === 'start') view.show('paint');
  }

  return {
    files: [],
    intoNoise: [],
    over: false,
    asked: false,
    async take(brought) {
      if (isCheckpoint(brought)) return open(brought);
      const files = brought.map(({ file }) => file);
      const { view, look, run } = room.get();
      // Into noise takes pictures, too: they belong to the panel that is open.
      if (view.name === 'paint' && look.paintTool === 'forward' && run.status?.network.kind === 'diffusion') {
        room.patch('arrivals', { intoNoise: files });
        return;
      }
      room.patch('arrivals', { files });
      room.get().view.show('repair');
    },
    setOver: (over) => room.patch('arrivals', { over }),
    ask: (asked) => room.patch('arrivals', { asked }),
  };
}

const isZip = (path: string): boolean => /\.zip$/i.test(path);

/** Pickles, too: what they are is said by whatever reads them. */
export const isCheckpoint = (brought: readonly BroughtFile[]): boolean =>
  brought.some(
    ({ path }) => isZip(path) || /\.(safetensors|ckpt|pth?)$/i.test(path) || /(^|\/)model_index\.json$/.test(path),
  );

/** A folder arrives with its name in front of every path. */
export function withoutOuterFolder(brought: readonly BroughtFile[]): readonly BroughtFile[] {
  const [outer = ''] = /^[^/]*\//.exec(brought[0]?.path ?? '') ?? [];
  if (outer === '' || !brought.every(({ path }) => path.startsWith(outer))) return brought;
  // Named by what a network is loaded from: these folders are the checkpoint's own.
  if (/^(unet|unet_ema|scheduler)\/$/.test(outer)) return brought;
  return withoutOuterFolder(brought.map(({ path, file }) => ({ path: path.slice(outer.length), file })));
}
