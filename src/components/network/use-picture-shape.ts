import { useMemo } from 'react';
import { type PictureShape, shippedSets } from '../../ml/config.ts';
import { type PlaygroundState, runSet, usePlayground } from '../../store/index.ts';

const shapeIn = (state: PlaygroundState): PictureShape | null => state.run.status?.network.shape ?? runSet(state);

/**
 * The shape of the network's input and output pictures; until the engine has answered, that of the
 * data set.
 */
export function usePictureShape(): PictureShape {
  const side = usePlayground((state) => (shapeIn(state) ?? shippedSets.cifar10).side);
  const channels = usePlayground((state) => (shapeIn(state) ?? shippedSets.cifar10).channels);
  return useMemo(() => ({ side, channels }), [side, channels]);
}
