import { Suspense } from 'react';
import { recipes, shippedSets, unetOn } from '../../ml/config.ts';
import { runSet, usePlayground } from '../../store/index.ts';
import { lazyPart } from '../frame/lazy-part.tsx';
import { usePictureShape, useRunRecipe } from '../network/use-network.ts';
import { ArticleFigure } from './ArticleFigure.tsx';
import classes from './UNetFigure.module.css';

// Loaded late, because the recipe that the page opens with does not need it.
const UNetFigure = lazyPart(async () => (await import('./UNetFigure.tsx')).UNetFigure);

/**
 * The network of the run or, until the engine has answered, of the form. An imported network that
 * is not of the recipe's kind has no figure.
 */
export function NetworkFigure() {
  const recipe = recipes[useRunRecipe()];
  const set = usePlayground(runSet) ?? shippedSets.cifar10;
  // An imported network may have a picture shape other than the set's.
  const shape = usePictureShape();
  const network = usePlayground(({ run }) => run.status?.network);
  if (network && network.kind !== recipe.kind) return null;
  if (recipe.kind === 'one-pass') return <ArticleFigure shape={shape} />;
  return (
    <Suspense fallback={<div className={classes.place} />}>
      <UNetFigure config={unetOn(recipe, { ...set, ...shape })} parameters={network?.parameters ?? null} />
    </Suspense>
  );
}
