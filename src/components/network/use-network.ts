import { useMemo } from 'react';
import { type PictureShape, type RecipeName, recipes, shippedSets } from '../../ml/config.ts';
import { type NetworkReport, opensModel, type PlaygroundState, runSet, usePlayground } from '../../store/index.ts';

/** The kind of the run's network; until the engine has answered, that of the form's network. */
export const useNetworkKind = (): NetworkReport['kind'] =>
  usePlayground(({ run }) => run.status?.network.kind ?? recipes[run.draft.recipe].kind);

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

/** The current run's recipe. The form may already have another one, which applies at Reset. */
export const useRunRecipe = (): RecipeName =>
  usePlayground(({ run }) => run.status?.experiment.recipe ?? run.draft.recipe);

/** Whether the run's network has random weights, and no model is about to replace it. */
export const useUntrained = (): boolean =>
  usePlayground((state) => {
    const { status } = state.run;
    return status?.step === 0 && status.origin === 'seed' && !opensModel(state);
  });
