import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type ExperimentKey, recipes } from '../../ml/config.ts';
import { usePlayground, waitsForReset } from '../../store/index.ts';
import { Panel } from '../frame/Panel.tsx';
import { useChanged } from './defaults.ts';
import { ExperimentField, LookField } from './fields.tsx';
import { MoreParameters } from './MoreParameters.tsx';
import classes from './ParametersPanel.module.css';
import { RecipeCost } from './RecipeCost.tsx';

/** The parameters that are folded away. */
const advanced = ['noiseDraws', 'optimizer', 'loss', 'minSnrGamma', 'zeroTerminalSnr', 'precision'] as const;

const isForBeginners = (option: ExperimentKey): boolean => advanced.every((name) => name !== option);

export function ParametersPanel() {
  const { t } = useTranslation();
  const withdraw = usePlayground((state) => state.run.withdraw);
  const pending = usePlayground(({ run }) => waitsForReset(run.draft, run.status));
  const recipe = recipes[usePlayground((state) => state.run.draft.recipe)];
  // Without half precision on the device, the choice would only be refused. It is still shown if a
  // link has chosen it.
  const canChoosePrecision = usePlayground(
    ({ engine, run }) => run.draft.precision !== 'float32' || (engine.device?.features.includes('shader-f16') ?? false),
  );
  const options = recipe.options.filter((option) => option !== 'precision' || canChoosePrecision);
  const { teaches, expect } = t(`recipes.${recipe.name}`, { returnObjects: true });
  return (
    <Panel
      title={t('parametersPanel.title')}
      about={t('recipe.about', { teaches, expect })}
      aside={
        <span className={classes.pending} aria-live="polite">
          {pending && (
            <>
              {t('parametersPanel.pending')}
              <Button variant="light" size="compact-xs" onClick={withdraw}>
                {t('parametersPanel.undo')}
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
          {options.filter(isForBeginners).map((option) => (
            <ExperimentField key={option} parameter={option} />
          ))}
          <MoreOptions options={options} />
        </div>
      )}
    </Panel>
  );
}

function MoreOptions({ options }: { readonly options: readonly ExperimentKey[] }) {
  const offered = advanced.filter((name) => options.includes(name));
  const changed = useChanged(offered);
  if (offered.length === 0) return null;
  return (
    <MoreParameters changed={changed}>
      {offered.map((option) => (
        <ExperimentField key={option} parameter={option} />
      ))}
    </MoreParameters>
  );
}
