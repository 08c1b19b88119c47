import { Button, NativeSelect, Progress } from '@mantine/core';
import { IconPlayerPlay, IconSparkles, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ModelProgress, usePlayground } from '../../store/index.ts';
import { type ModelCard, repairsOnly, type ShippedModels } from '../../store/shipped-models.ts';
import { formatCount, formatMegabytes } from '../../words/format.ts';
import { useMayTrain } from '../transport/use-may-train.ts';
import classes from './Models.module.css';
import { useShippedModels } from './use-shipped-models.ts';

interface ModelActionsProps {
  readonly models: ShippedModels;
  readonly card: ModelCard;
}

/**
 * A button, and two more that train; while one is working, its progress; a question before the
 * current run is replaced.
 */
export function ModelActions({ models, card }: ModelActionsProps) {
  const ofCard = <Value extends { readonly card: ModelCard }>(task: Value | null) =>
    task?.card.name === card.name ? task : null;
  const asked = useShippedModels(models, (state) => ofCard(state.asked));
  const work = useShippedModels(models, (state) => ofCard(state.work));
  if (work) return <Loading progress={work.progress} onCancel={models.cancel} />;
  if (asked) return <Question models={models} />;
  return <Choices models={models} card={card} />;
}

function Choices({ models, card }: ModelActionsProps) {
  const { t } = useTranslation();
  const busy = useShippedModels(models, (state) => state.work !== null);
  const sets = usePlayground((state) => state.dataSets.own);
  const repairs = usePlayground((state) => state.view.name === 'repair');
  const mayTrain = useMayTrain();
  const [chosen, setChosen] = useState<string | null>(null);
  const set = chosen === '' ? undefined : (sets.find(({ id }) => id === chosen) ?? sets[0]);
  const shape = card.dataSet;
  const colours = t(shape.channels === 1 ? 'models.colours.grey' : 'models.colours.colour');
  const use = (
    <Button
      size="xs"
      disabled={busy}
      leftSection={<IconSparkles size={14} aria-hidden />}
      onClick={() => void models.use(card, 'paint')}
    >
      {t(repairs || repairsOnly(card) ? 'models.repair' : 'models.paint')}
    </Button>
  );
  if (!mayTrain) return <div className={classes.actions}>{use}</div>;
  return (
    <>
      <div className={classes.actions}>
        {use}
        <Button
          size="xs"
          variant="default"
          disabled={busy}
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          onClick={() => void models.use(card, 'train')}
        >
          {t('models.train')}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={busy}
          leftSection={<IconUpload size={14} aria-hidden />}
          onClick={() => void models.use(card, 'fine-tune', set)}
        >
          {t('models.fineTune')}
        </Button>
      </div>
      {set && (set.side !== shape.side || set.channels !== shape.channels) && (
        <p className={classes.facts}>{t('models.converted', { side: shape.side, colours })}</p>
      )}
      {sets.length > 0 && (
        <NativeSelect
          size="xs"
          className={classes.sets}
          label={t('models.set')}
          value={set?.id ?? ''}
          data={[
            ...sets.map(({ id, name, counts }) => ({
              value: id,
              label: t('models.setOption', { name, count: formatCount(counts.train + counts.test) }),
            })),
            { value: '', label: t('models.otherPictures') },
          ]}
          onChange={({ currentTarget: { value } }) => setChosen(value)}
        />
      )}
    </>
  );
}

function Question({ models }: { readonly models: ShippedModels }) {
  const { t } = useTranslation();
  const step = usePlayground((state) => state.run.status?.step ?? 0);
  return (
    <div className={classes.question} aria-live="polite">
      <p>{t('models.ask', { step: formatCount(step) })}</p>
      <div className={classes.actions}>
        <Button size="xs" data-autofocus onClick={() => void models.agree()}>
          {t('models.replace')}
        </Button>
        <Button size="xs" variant="default" onClick={models.cancel}>
          {t('models.keep')}
        </Button>
      </div>
    </div>
  );
}

function Loading({ progress, onCancel }: { readonly progress: ModelProgress; readonly onCancel: () => void }) {
  const { t } = useTranslation();
  const { receivedBytes, totalBytes, opening } = progress;
  const share = totalBytes ? (100 * receivedBytes) / totalBytes : 0;
  return (
    <div className={classes.loading}>
      <Progress.Root size={4} transitionDuration={200}>
        <Progress.Section value={Math.min(100, share)} aria-label={t('models.progress')} />
      </Progress.Root>
      <div className={classes.actions}>
        <span className={classes.facts}>
          {opening
            ? t('models.opening')
            : totalBytes !== null &&
              t('models.received', { received: formatMegabytes(receivedBytes), total: formatMegabytes(totalBytes) })}
        </span>
        <Button size="xs" variant="default" onClick={onCancel}>
          {t('models.cancel')}
        </Button>
      </div>
    </div>
  );
}
