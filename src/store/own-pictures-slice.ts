/**
 * Sets of the visitor's own pictures: which ones exist, and which one something waits for.
 * `own-import.ts` imports them.
 */
import type { DataSetDescription } from '../ml/config.ts';
import type { StoreContext } from './context.ts';
import type { OwnPicturesSlice } from './types.ts';

/**
 * Marks in the browser's storage that there may be sets: a visitor without any loads no code that
 * reads them.
 */
const mark = 'own-pictures';

export function createOwnPictures(context: StoreContext): OwnPicturesSlice {
  let goOn: ((set: DataSetDescription) => void) | null = null;
  const answered = (): void => {
    goOn = null;
    context.patch('ownPictures', { open: false, wanted: null, network: null });
  };
  return {
    open: false,
    wanted: null,
    network: null,
    show: () => context.patch('ownPictures', { open: true }),
    bring(network, whenAdded) {
      goOn = whenAdded;
      context.patch('ownPictures', { open: true, wanted: null, network });
    },
    close: answered,
    want(wanted, whenAdded) {
      goOn = whenAdded;
      context.patch('ownPictures', { open: true, wanted, network: null });
    },
    setsChanged(own) {
      context.get().dataSets.setOwn(own);
      setMark(own.length > 0);
    },
    added(set) {
      const { wanted } = context.get().ownPictures;
      const go = goOn;
      if (!go || (wanted && wanted.id !== set.id)) return;
      answered();
      go(set);
    },
    async refresh() {
      if (hasMark()) context.get().dataSets.setOwn(await readOwnSets());
    },
  };
}

/** Empty if the sets cannot be read: whatever needs one then asks for it. */
export async function readOwnSets(): Promise<readonly DataSetDescription[]> {
  if (!hasMark()) return [];
  try {
    const { listOwnSets } = await import('./own-import.ts');
    return await listOwnSets();
  } catch {
    return [];
  }
}

// Some private windows refuse to store anything: then no set has been kept either.
function hasMark(): boolean {
  try {
    return localStorage.getItem(mark) !== null;
  } catch {
    return false;
  }
}

function setMark(some: boolean): void {
  try {
    if (some) localStorage.setItem(mark, '1');
    else localStorage.removeItem(mark);
  } catch {}
}
