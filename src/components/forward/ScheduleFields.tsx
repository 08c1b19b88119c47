import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { betaSchedules, recipes } from '../../ml/config.ts';
import { leavesOut } from '../../share/page-frame.ts';
import { choiceOf, type Forward, type NoiseChoice } from '../../store/forward.ts';
import { runSet, usePlayground } from '../../store/index.ts';
import { Explained } from '../frame/Explained.tsx';
import { Why } from '../frame/Why.tsx';
import board from '../paint/Board.module.css';
import { NumberField } from '../parameters/NumberField.tsx';
import classes from './Forward.module.css';

/** The picture, and the noise schedule that is applied to it. */
export function ScheduleFields({ forward }: { readonly forward: Forward }) {
  const { t } = useTranslation();
  const experiment = usePlayground((state) => state.run.status?.experiment);
  const edit = usePlayground((state) => state.run.edit);
  const show = usePlayground((state) => state.view.show);
  const keepsView = usePlayground(({ frame }) => leavesOut(frame, 'views'));
  const choice = useStore(forward.store, (state) => state.choice);
  if (!experiment) return null;
  const canTrain = recipes[experiment.recipe].options.includes('betaSchedule');
  const change = (news: Partial<NoiseChoice>): void =>
    void forward.choose({ ...(choice ?? choiceOf(experiment)), ...news });
  return (
    <>
      <div className={board.fields}>
        <TestImage />
        <Explained term={t('paint.forward.schedule')} reason={t('parameters.betaSchedule.why')}>
          <NativeSelect
            size="sm"
            label={t('paint.forward.schedule')}
            value={choice?.betaSchedule ?? ''}
            data={[
              { value: '', label: t('paint.forward.ofTheRun') },
              ...betaSchedules.map((name) => ({ value: name, label: t(`choices.betaSchedule.${name}`) })),
            ]}
            onChange={({ currentTarget }) => {
              const name = betaSchedules.find((schedule) => schedule === currentTarget.value);
              if (name) change({ betaSchedule: name });
              else void forward.choose(null);
            }}
          />
        </Explained>
        {choice && (
          <label className={classes.zero}>
            <input
              type="checkbox"
              checked={choice.zeroTerminalSnr}
              onChange={({ currentTarget }) => change({ zeroTerminalSnr: currentTarget.checked })}
            />
            {t('paint.forward.zero')}
          </label>
        )}
        {choice && choice.betaSchedule !== 'squaredcos_cap_v2' && (
          <>
            <Beta
              label={t('paint.forward.betaStart')}
              value={choice.betaStart}
              onChange={(betaStart) => change({ betaStart })}
            />
            <Beta
              label={t('paint.forward.betaEnd')}
              value={choice.betaEnd}
              onChange={(betaEnd) => change({ betaEnd })}
            />
          </>
        )}
        {!keepsView && (
          <div className={classes.own}>
            <Why reason={t('paint.forward.ownWhy')}>
              <Button variant="default" fullWidth onClick={() => show('repair')}>
                {t('paint.forward.own')}
              </Button>
            </Why>
          </div>
        )}
      </div>
      {choice && canTrain && (
        <Why reason={t('paint.forward.useWhy')}>
          <Button
            variant="default"
            onClick={() => edit({ betaSchedule: choice.betaSchedule, zeroTerminalSnr: choice.zeroTerminalSnr })}
          >
            {t('paint.forward.use')}
          </Button>
        </Why>
      )}
    </>
  );
}

function TestImage() {
  const { t } = useTranslation();
  const index = usePlayground((state) => state.look.restoreImage);
  const pick = usePlayground((state) => state.restore.pickTestImage);
  const ready = usePlayground((state) => state.engine.phase === 'ready');
  const count = usePlayground((state) => runSet(state)?.counts.test);
  return (
    <NumberField
      parameter="restoreImage"
      value={index}
      {...(count !== undefined && { max: Math.max(0, count - 1) })}
      dice={t('restore.dice')}
      disabled={!ready}
      onChange={(next) => void pick(next)}
    />
  );
}

interface BetaProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** A beta between 0 and 1, exclusive. Invalid text stays until it is valid. */
function Beta({ label, value, onChange }: BetaProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      size="sm"
      type="number"
      label={label}
      min={0.00001}
      max={0.999}
      step={0.0005}
      value={typed ?? String(Number(value.toPrecision(3)))}
      onBlur={() => setTyped(null)}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        const beta = currentTarget.valueAsNumber;
        if (beta > 0 && beta < 1) onChange(beta);
      }}
    />
  );
}
