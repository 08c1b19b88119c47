import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Experiment } from '../../ml/config.ts';
import { usePlayground, waitsForReset } from '../../store/index.ts';
import { Room } from '../frame/Room.tsx';
import { NumberField } from './NumberField.tsx';
import classes from './ParametersRoom.module.css';

export function ParametersRoom() {
  const { t } = useTranslation();
  const edit = usePlayground((state) => state.run.edit);
  const running = usePlayground((state) => state.run.status?.experiment);
  const pending = usePlayground(({ run }) => run.status !== null && waitsForReset(run.draft, run.status));
  /** The learning rate is live: it has been applied and stays. */
  const takeBack = (): void => {
    if (!running) return;
    const { learningRate: _live, ...rest } = running;
    edit(rest);
  };
  return (
    <Room
      title={t('parametersRoom.title')}
      aside={
        <span className={classes.pending} aria-live="polite">
          {pending && (
            <>
              {t('parametersRoom.pending')}
              <Button variant="light" size="compact-xs" onClick={takeBack}>
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
  const waits = usePlayground(({ run: { status, draft } }) => {
    const begun = status !== null && status.step > 0;
    return begun && parameter !== 'learningRate' && draft[parameter] !== status.experiment[parameter];
  });
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
