import { Button, NativeSelect } from '@mantine/core';
import { IconDice5 } from '@tabler/icons-react';
import { type CSSProperties, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { usePlayground } from '../../store/index.ts';
import type { Painter, PainterState } from '../../store/painter.ts';
import { formatCount, formatFixed, formatMegabytes, joinSentences } from '../../words/format.ts';
import { useClassWords } from '../data-set/use-class-words.ts';
import { Panel } from '../frame/Panel.tsx';
import { PlayButton } from '../frame/PlayButton.tsx';
import { drawPicture } from '../picture/draw-picture.ts';
import picture from '../picture/Picture.module.css';
import { PicturePlace } from '../picture/Picture.tsx';
import classes from './Hero.module.css';
import { WithoutGpu } from './WithoutGpu.tsx';

/** Number of placeholders before the first picture. */
const expected = 16;

export function Hero() {
  const { t } = useTranslation();
  const report = usePlayground((state) => state.notices.report);
  const painter = usePainter(report);
  const backend = usePlayground((state) => state.engine.device?.backend);
  const withoutGpu = backend !== undefined && backend !== 'webgpu';
  return (
    <Panel title={t('start.title')} about={t(withoutGpu ? 'start.aboutElsewhere' : 'start.about')}>
      {withoutGpu ? (
        <WithoutGpu backend={backend} />
      ) : painter ? (
        <Painting painter={painter} />
      ) : (
        <>
          <Places />
          <div className={classes.later} />
        </>
      )}
    </Panel>
  );
}

/**
 * Each step brings new pictures, which are drawn on a canvas; React renders only when the words
 * change.
 */
function Painting({ painter }: { readonly painter: Painter }) {
  const phase = usePainterState(painter, (state) => state.phase);
  const begun = usePainterState(painter, (state) => state.painting !== null);
  return (
    <>
      {begun ? <Pictures painter={painter} /> : <Places />}
      <Bar painter={painter} />
      <p className={classes.now} aria-live={phase === 'done' ? 'polite' : 'off'}>
        <Now painter={painter} />
      </p>
      <Controls painter={painter} />
    </>
  );
}

const columnsOf = (count: number) => ({ '--columns': Math.ceil(Math.sqrt(count)) }) as CSSProperties;

function Places() {
  return (
    <div className={classes.pictures} style={columnsOf(expected)}>
      {Array.from({ length: expected }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the index is the place
        <PicturePlace key={index} />
      ))}
    </div>
  );
}

function Pictures({ painter }: { readonly painter: Painter }) {
  const { t } = useTranslation();
  const count = usePainterState(painter, ({ painting }) => painting?.pictures.count ?? 0);
  const done = usePainterState(painter, ({ painting }) => painting?.seconds != null);
  const set = usePainterState(painter, ({ card }) => card?.dataSet.id);
  const classWord = useClassWords();
  const name = usePainterState(painter, ({ painting, card }) =>
    painting?.classIndex == null ? '' : (card?.dataSet.class_names[painting.classIndex] ?? ''),
  );
  const canvases = useRef<(HTMLCanvasElement | null)[]>([]);
  useLayoutEffect(() => {
    const draw = (): void => {
      const { painting } = painter.store.getState();
      for (const [index, canvas] of canvases.current.entries()) {
        if (canvas && painting && index < painting.pictures.count) drawPicture(canvas, painting.pictures, index);
      }
    };
    draw();
    return painter.store.subscribe(({ painting }, before) => {
      if (painting?.pictures !== before.painting?.pictures) draw();
    });
  });
  return (
    <div className={classes.pictures} style={columnsOf(count)}>
      {Array.from({ length: count }, (_, index) => {
        const label = done ? t('start.picture', { name: classWord(set, name), number: index + 1 }) : t('start.nothing');
        return (
          <canvas
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the picture
            key={index}
            ref={(canvas) => {
              canvases.current[index] = canvas;
            }}
            role="img"
            aria-label={label}
            title={label}
            data-testid="painting"
            className={picture.picture}
          />
        );
      })}
    </div>
  );
}

/** The progress of the painting. */
function Bar({ painter }: { readonly painter: Painter }) {
  const part = usePainterState(painter, ({ painting }) => (painting ? painting.step / painting.steps : 0));
  return (
    <div className={classes.bar} aria-hidden>
      <i style={{ transform: `scaleX(${part})` }} />
    </div>
  );
}

function Now({ painter }: { readonly painter: Painter }) {
  const { t } = useTranslation();
  const { phase, paused, progress, painting } = usePainterState(painter, (state) => state);
  if (phase === 'failed') return t('start.failed');
  if (phase === 'resting') return t(paused ? 'start.paused' : 'start.resting');
  if (painting?.seconds != null) return t('start.done', { seconds: formatFixed(painting.seconds, 1) });
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
  const classWord = useClassWords();
  return (
    <div className={classes.controls}>
      <NativeSelect
        size="sm"
        label={t('start.class')}
        value={chosen ?? ''}
        disabled={!card}
        data={[
          { value: '', label: t('start.everyClass') },
          ...(card?.dataSet.class_names ?? []).map((name, index) => ({
            value: String(index),
            label: classWord(card?.dataSet.id, name),
          })),
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
        {joinSentences(
          card &&
            t('start.model', {
              parameters: formatCount(card.parameters),
              images: formatCount(card.training.images),
            }),
          judge?.classAccuracy != null &&
            t('start.judged', {
              percent: formatFixed(100 * judge.classAccuracy, 1),
              samples: formatCount(judge.samples),
            }),
        )}
      </p>
    </div>
  );
}

/** Null until it has been loaded. Paints while the component is mounted. */
function usePainter(onFailure: (error: unknown) => void): Painter | null {
  const load = usePlayground((state) => state.painter.load);
  const shown = usePlayground((state) => state.view.name === 'start');
  const [painter, setPainter] = useState<Painter | null>(null);
  useEffect(() => {
    load().then(setPainter, onFailure);
  }, [load, onFailure]);
  useEffect(() => (shown && painter ? painter.start() : undefined), [shown, painter]);
  return painter;
}

function usePainterState<Picked>({ store }: Painter, pick: (state: PainterState) => Picked): Picked {
  return useStore(store, pick);
}
