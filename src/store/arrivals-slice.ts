/**
 * Files that are dropped on the page or pasted. A checkpoint opens; other files go to Repair, which
 * reports what it cannot use.
 */
import type { StoreContext } from './context.ts';
import type { ArrivalsSlice, BroughtFile } from './types.ts';

export function createArrivals(context: StoreContext): ArrivalsSlice {
  async function open(brought: readonly BroughtFile[]): Promise<void> {
    const { share, view } = context.get();
    const zip = brought.find(({ path }) => isZip(path));
    const opened = zip ? await share.importCheckpoint(zip.file) : await share.importFolder(withoutOuterFolder(brought));
    // Nothing on the first view shows the run.
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
      const { view, look, run } = context.get();
      // Into noise takes pictures too; they go to the panel that is open.
      if (view.name === 'paint' && look.paintTool === 'forward' && run.status?.network.kind === 'diffusion') {
        context.patch('arrivals', { intoNoise: files });
        return;
      }
      context.patch('arrivals', { files });
      context.get().view.show('repair');
    },
    setOver: (over) => context.patch('arrivals', { over }),
    ask: (asked) => context.patch('arrivals', { asked }),
  };
}

const isZip = (path: string): boolean => /\.zip$/i.test(path);

/** Includes pickles: their reader reports what they are. */
export const isCheckpoint = (brought: readonly BroughtFile[]): boolean =>
  brought.some(
    ({ path }) => isZip(path) || /\.(safetensors|ckpt|pth?)$/i.test(path) || /(^|\/)model_index\.json$/.test(path),
  );

/** A folder arrives with its name in front of every path. */
export function withoutOuterFolder(brought: readonly BroughtFile[]): readonly BroughtFile[] {
  const [outer = ''] = /^[^/]*\//.exec(brought[0]?.path ?? '') ?? [];
  if (outer === '' || !brought.every(({ path }) => path.startsWith(outer))) return brought;
  // A folder whose name identifies a part of the network belongs to the checkpoint.
  if (/^(unet|unet_ema|scheduler)\/$/.test(outer)) return brought;
  return withoutOuterFolder(brought.map(({ path, file }) => ({ path: path.slice(outer.length), file })));
}
