import { useEffect } from 'react';
import { reportOf } from '../../ml/errors.ts';
import { fullCrop } from '../../share/crop.ts';
import { likeliestPicture, openPicture } from '../../share/picture-file.ts';
import { toThumbnail } from '../../share/thumbnail.ts';
import { usePlayground, usePlaygroundStore } from '../../store/index.ts';
import { usePictureShape } from '../network/use-picture-shape.ts';

/** The files that were taken last: the panel may be closed and opened again meanwhile. */
let taken: readonly File[] = [];

/** While the panel is open it takes pictures that are dropped or pasted: the largest square of each. */
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
      // Of two that are dropped one after the other the later wins.
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
