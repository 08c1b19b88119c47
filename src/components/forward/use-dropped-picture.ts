import { useEffect } from 'react';
import { reportOf } from '../../ml/errors.ts';
import { fullCrop } from '../../share/crop.ts';
import { likeliestPicture, openPicture } from '../../share/picture-file.ts';
import { toThumbnail } from '../../share/thumbnail.ts';
import { usePlayground, usePlaygroundStore } from '../../store/index.ts';
import { usePictureShape } from '../network/use-network.ts';

/**
 * The files that were taken last, kept here because the panel may be closed and opened again
 * meanwhile.
 */
let taken: readonly File[] = [];

/**
 * While the panel is open, takes pictures that are dropped or pasted, cropped to their largest
 * square.
 */
export function useDroppedPicture(): void {
  const files = usePlayground((state) => state.arrivals.intoNoise);
  const shape = usePictureShape();
  const store = usePlaygroundStore();
  useEffect(() => {
    if (files.length === 0 || files === taken) return;
    taken = files;
    const take = async (): Promise<void> => {
      const file = await likeliestPicture(files);
      if (!file) return;
      const bitmap = await openPicture(file);
      // Of two pictures dropped one after the other, the later one wins.
      if (files === taken) store.getState().restore.take(toThumbnail(bitmap, fullCrop(bitmap), shape), file.name);
      bitmap.close();
    };
    const { notices } = store.getState();
    take().then(
      () => notices.mended('picture'),
      (error: unknown) => notices.add({ kind: 'error', report: reportOf(error) }),
    );
  }, [files, shape, store]);
}
