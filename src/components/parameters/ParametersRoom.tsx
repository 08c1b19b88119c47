import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { recipes } from '../../ml/config.ts';
import { usePlayground, waitsForReset } from '../../store/index.ts';
import { Room } from '../frame/Room.tsx';
import { ExperimentField, LookField } from './fields.tsx';
import classes from './ParametersRoom.module.css';
import { RecipeCost } from './RecipeCost.tsx';

export function ParametersRoom() {
  const { t } = useTranslation();
  const withdraw = usePlayground((state) => state.run.withdraw);
  const pending = usePlayground(({ run }) => waitsForReset(run.draft, run.status));
  const recipe = recipes[usePlayground((state) => state.run.draft.recipe)];
  // Where the device has no halves the choice would only be refused; a link may have made it, though.
  const canChoosePrecision = usePlayground(
    ({ engine, run }) => run.draft.precision !== 'float32' || (engine.device?.features.includes('shader-f16') ?? false),
  );
  const options = recipe.options.filter((option) => option !== 'precision' || canChoosePrecision);
  const { teaches, expect } = t(`recipes.${recipe.name}`, { returnObjects: true });
  return (
    <Room
      title={t('parametersRoom.title')}
      about={t('recipe.about', { teaches, expect })}
      aside={
        <span className={classes.pending} aria-live="polite">
          {pending && (
            <>
              {t('parametersRoom.pending')}
              <Button variant="light" size="compact-xs" onClick={withdraw}>
                {t('parametersRoom.undo')}
              </Button>
            </>
          )}
        </span>
      }
    >
      <RecipeCost />
      <div className={classes.grid}>
        <ExperimentField parameter="batchSize" />
        <ExperimentField parameter="learningRate" />
        <ExperimentField parameter="epochs" />
        <LookField parameter="previewEvery" />
        {recipe.kind === 'diffusion' && <LookField parameter="evaluateEvery" />}
        <ExperimentField parameter="seed" />
      </div>
      {options.length > 0 && (
        <div className={classes.options}>
          {options.map((option) => (
            <ExperimentField key={option} parameter={option} />
          ))}
        </div>
      )}
    </Room>
  );
}
