import { Button, NativeSelect, Progress } from '@mantine/core';
import { IconDice5 } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import type { Painter, PainterState } from '../../store/painter.ts';
import { formatCount, formatMegabytes } from '../../words/format.ts';
import { PlayButton } from '../frame/PlayButton.tsx';
import { Room } from '../frame/Room.tsx';
import { Picture, PicturePlace } from '../picture/Picture.tsx';
import classes from './Hero.module.css';
import { usePainter, usePainterState } from './use-painter.ts';
import { WithoutGpu } from './WithoutGpu.tsx';

/** Places before the first picture. */
const expected = 16;

export function Hero() {
  const { t } = useTranslation();
  const report = usePlayground((state) => state.notices.report);
  const painter = usePainter(report);
  const backend = usePlayground((state) => state.engine.device?.backend);
  const withoutGpu = backend !== undefined && backend !== 'webgpu';
  return (
    <Room title={t('start.title')} about={t('start.about')}>
      {withoutGpu ? (
        <WithoutGpu backend={backend} />
      ) : painter ? (
        <Painting painter={painter} />
      ) : (
        <>
          <Pictures painting={null} name="" />
          <div className={classes.later} />
        </>
      )}
    </Room>
  );
}

function Painting({ painter }: { readonly painter: Painter }) {
  const painting = usePainterState(painter, (state) => state.painting);
  const card = usePainterState(painter, (state) => state.card);
  const phase = usePainterState(painter, (state) => state.phase);
  const name = painting?.classIndex == null ? '' : (card?.dataSet.class_names[painting.classIndex] ?? '');
  const part = painting ? (100 * painting.step) / painting.steps : 0;
  return (
    <>
      <Pictures painting={painting} name={name} />
      <Progress value={part} size={4} aria-hidden transitionDuration={0} />
      <p className={classes.now} aria-live={phase === 'done' ? 'polite' : 'off'}>
        <Now painter={painter} />
      </p>
      <Controls painter={painter} />
    </>
  );
}

function Pictures({ painting, name }: { readonly painting: PainterState['painting']; readonly name: string }) {
  const { t } = useTranslation();
  const pictures = painting?.pictures ?? null;
  const count = pictures?.count ?? expected;
  return (
    <div className={classes.pictures} style={{ '--columns': Math.ceil(Math.sqrt(count)) } as CSSProperties}>
      {Array.from({ length: count }, (_, index) =>
        pictures ? (
          <Picture
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the picture
            key={index}
            pictures={pictures}
            index={index}
            label={painting?.seconds == null ? t('start.nothing') : t('start.picture', { name, number: index + 1 })}
            testId="painting"
          />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the place
          <PicturePlace key={index} />
        ),
      )}
    </div>
  );
}

function Now({ painter }: { readonly painter: Painter }) {
  const { t } = useTranslation();
  const { phase, paused, progress, painting } = usePainterState(painter, (state) => state);
  if (phase === 'failed') return t('start.failed');
  if (phase === 'resting') return t(paused ? 'start.paused' : 'start.resting');
  if (painting?.seconds != null) return t('start.done', { seconds: painting.seconds.toFixed(1) });
  if (painting) return t('start.painting', { step: painting.step, steps: painting.steps });
  if (progress?.totalBytes) {
    const [received, total] = [formatMegabytes(progress.receivedBytes), formatMegabytes(progress.totalBytes)];
    return t(progress.receivedBytes < progress.totalBytes ? 'start.received' : 'start.opening', { received, total });
  }
  return t(phase === 'painting' ? 'start.opening' : 'start.loading');
}

function Controls({ painter }: { readonly painter: Painter }) {
  const { t } = useTranslation();
  const card = usePainterState(painter, (state) => state.card);
  const chosen = usePainterState(painter, (state) => state.chosenClass);
  const failed = usePainterState(painter, (state) => state.phase === 'failed');
  const paused = usePainterState(painter, (state) => state.paused);
  const judge = card?.judge;
  return (
    <div className={classes.controls}>
      <NativeSelect
        size="sm"
        label={t('start.class')}
        value={chosen ?? ''}
        disabled={!card}
        data={[
          { value: '', label: t('start.everyClass') },
          ...(card?.dataSet.class_names ?? []).map((name, index) => ({ value: String(index), label: name })),
        ]}
        onChange={({ currentTarget: { value } }) => painter.choose(value === '' ? null : Number(value))}
      />
      <Button variant="default" leftSection={<IconDice5 size={16} aria-hidden />} onClick={painter.roll}>
        {t('start.roll')}
      </Button>
      {failed ? (
        <Button onClick={() => painter.start()}>{t('start.again')}</Button>
      ) : (
        <PlayButton
          playing={!paused}
          label={t(paused ? 'start.resume' : 'start.pause')}
          onPress={() => painter.pause(!paused)}
        />
      )}
      <p className={classes.model}>
        {card &&
          t('start.model', {
            parameters: formatCount(card.parameters),
            images: formatCount(card.training.images),
          })}{' '}
        {judge?.classAccuracy != null &&
          t('start.judged', {
            percent: (100 * judge.classAccuracy).toFixed(1),
            samples: formatCount(judge.samples),
          })}
      </p>
    </div>
  );
}
