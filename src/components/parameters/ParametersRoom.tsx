import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Experiment } from '../../ml/config.ts';
import { usePlayground, waitsForReset } from '../../store/index.ts';
import { Room } from '../frame/Room.tsx';
import { NumberField } from './NumberField.tsx';
import classes from './ParametersRoom.module.css';

export function ParametersRoom() {
  const { t } = useTranslation();
  const withdraw = usePlayground((state) => state.run.withdraw);
  const pending = usePlayground(({ run }) => waitsForReset(run.draft, run.status));
  return (
    <Room
      title={t('parametersRoom.title')}
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
      <div className={classes.grid}>
        <Field parameter="batchSize" />
        <Field parameter="learningRate" />
        <Field parameter="epochs" />
        <PreviewField />
        <Field parameter="seed" dice={t('parametersRoom.dice')} />
      </div>
    </Room>
  );
}

type ExperimentNumber = Exclude<keyof Experiment, 'recipe' | 'classes'>;

function Field({ parameter, dice }: { readonly parameter: ExperimentNumber; readonly dice?: string }) {
  const value = usePlayground((state) => state.run.draft[parameter]);
  const edit = usePlayground((state) => state.run.edit);
  const waits = usePlayground(({ run }) => waitsForReset(run.draft, run.status, parameter));
  return (
    <NumberField
      parameter={parameter}
      value={value}
      onChange={(next) => edit({ [parameter]: next })}
      waits={waits}
      {...(dice ? { dice } : {})}
    />
  );
}

function PreviewField() {
  const value = usePlayground((state) => state.look.previewEvery);
  const set = usePlayground((state) => state.look.set);
  return <NumberField parameter="previewEvery" value={value} onChange={(previewEvery) => set({ previewEvery })} />;
}
