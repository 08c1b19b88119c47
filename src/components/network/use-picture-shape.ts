import { useMemo } from 'react';
import { type PictureShape, shippedSets } from '../../ml/config.ts';
import { runSet, usePlayground } from '../../store/index.ts';

/** Of the pictures that the network takes and gives; until the engine has answered, of the data set's. */
export function usePictureShape(): PictureShape {
  const side = usePlayground((state) => (runSet(state) ?? shippedSets.cifar10).side);
  const channels = usePlayground((state) => (runSet(state) ?? shippedSets.cifar10).channels);
  return useMemo(() => ({ side, channels }), [side, channels]);
}
