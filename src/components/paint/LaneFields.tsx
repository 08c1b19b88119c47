import { ActionIcon, Button, NativeSelect } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { choices, samplersFor } from '../../ml/config.ts';
import { usePlayground } from '../../store/index.ts';
import { type Lane, laneCount, withLane, withoutLane } from '../../store/race.ts';
import classes from './Board.module.css';
import { type LaneSource, sourceOf } from './use-lane-sources.ts';
import { useLanes } from './use-paint.ts';

const stepChoices = [1, 2, 5, 10, 20, 25, 50, 100, 250, 1000];

interface LaneFieldsProps {
  readonly sources: readonly LaneSource[];
  readonly index: number;
  readonly disabled: boolean;
}

/** The network and the sampling of one lane. */
export function LaneFields({ sources, index, disabled }: LaneFieldsProps) {
  const { t } = useTranslation();
  const lanes = useLanes();
  const lane = lanes[index];
  const several = lanes.length > laneCount.min;
  const set = usePlayground((state) => state.look.set);
  const change = (news: Partial<Lane>): void => set(withLane(lanes, index, news));
  const network = usePlayground((state) => state.run.status?.network);
  if (!lane || !network) return null;
  const number = index + 1;
  // A model that was opened beside the run has one set of weights.
  const hasChoice = lane.source === 'run' && network.hasEma;
  const source = sourceOf(sources, lane.source, t('paint.race.missing'));
  const samplers = samplersFor(source.prediction);
  const sampler = samplers.includes(lane.sampler) ? lane.sampler : (samplers[0] ?? lane.sampler);
  const steps = [...new Set([...stepChoices, lane.steps])].sort((a, b) => a - b);
  return (
    <div className={classes.lane}>
      <NativeSelect
        size="xs"
        aria-label={t('paint.race.network', { number })}
        value={lane.source}
        disabled={disabled}
        data={(sources.includes(source) ? sources : [...sources, source]).map(({ value, label, disabled }) => ({
          value,
          label,
          disabled,
        }))}
        onChange={({ currentTarget }) => change({ source: currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={t('paint.race.scheduler', { number })}
        value={sampler}
        disabled={disabled}
        data={samplers.map((name) => ({ value: name, label: t(`choices.sampler.${name}`) }))}
        onChange={({ currentTarget }) => {
          const chosen = samplers.find((name) => name === currentTarget.value);
          if (chosen) change({ sampler: chosen });
        }}
      />
      <NativeSelect
        size="xs"
        aria-label={t('paint.race.steps', { number })}
        value={lane.steps}
        disabled={disabled}
        data={steps.map((count) => ({ value: String(count), label: t('paint.race.stepsOf', { count }) }))}
        onChange={({ currentTarget }) => change({ steps: Number(currentTarget.value) })}
      />
      {hasChoice ? (
        <NativeSelect
          size="xs"
          aria-label={t('paint.race.weights', { number })}
          value={lane.weights}
          disabled={disabled}
          data={choices.sampleWeights.options.map((name) => ({
            value: name,
            label: t(`choices.sampleWeights.${name}`),
          }))}
          onChange={({ currentTarget }) => change({ weights: currentTarget.value === 'raw' ? 'raw' : 'ema' })}
        />
      ) : (
        <p className={classes.only}>{t(lane.source === 'run' ? 'paint.race.onlyRaw' : 'paint.race.onlyEma')}</p>
      )}
      {several && (
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t('paint.race.remove', { number })}
          disabled={disabled}
          onClick={() => set(withoutLane(lanes, index))}
        >
          <IconX size={14} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}

interface AddLaneProps {
  readonly label: string;
  readonly count: number;
  readonly disabled: boolean;
  readonly onAdd: () => void;
}

export function AddLane({ label, count, disabled, onAdd }: AddLaneProps) {
  return (
    <Button
      variant="default"
      disabled={disabled || count >= laneCount.max}
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={onAdd}
    >
      {label}
    </Button>
  );
}
