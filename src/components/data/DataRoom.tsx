import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../ml/config.ts';
import { usePlayground, waitsForReset } from '../../store/index.ts';
import { formatCount } from '../../words/format.ts';
import { Room } from '../frame/Room.tsx';
import { Picture, PicturePlace } from '../picture/Picture.tsx';
import { ClassToggles } from './ClassToggles.tsx';
import classes from './DataRoom.module.css';

/** As many as fill the room; the sample holds at least these. */
const shown = 60;

export function DataRoom() {
  const { t } = useTranslation();
  const pending = usePlayground(({ run }) => waitsForReset(run.draft, run.status, 'classes'));
  return (
    <Room
      title={t('data.title')}
      about={t('data.about')}
      aside={<span className={classes.pending}>{pending && t('parametersRoom.pending')}</span>}
    >
      <ClassToggles />
      <SampleGrid />
      <ShardProgress />
    </Room>
  );
}

function SampleGrid() {
  const { t } = useTranslation();
  const sample = usePlayground((state) => state.data.sample);
  const places = Array.from({ length: shown }, (_, index) => index);
  return (
    <section className={classes.grid} aria-label={t(sample ? 'data.sample' : 'data.loading')}>
      {places.map((index) =>
        sample && index < sample.pictures.count ? (
          <Picture
            key={index}
            pictures={sample.pictures}
            index={index}
            label={classNames[sample.labels[index] ?? 0] ?? ''}
          />
        ) : (
          <PicturePlace key={index} />
        ),
      )}
    </section>
  );
}

function ShardProgress() {
  const { t } = useTranslation();
  const progress = usePlayground((state) => state.data.progress);
  const { shardsReady: ready, shardsTotal: total, shardsFailed: failed, images } = progress ?? noShards;
  const done = total > 0 && ready + failed >= total;
  const text = done
    ? t('data.shardsDone', { images: formatCount(images) })
    : t('data.shards', { ready, total: total || '…' });
  return (
    <div className={classes.progress}>
      <Progress.Root size={4} transitionDuration={200}>
        <Progress.Section value={total ? (100 * (ready + failed)) / total : 0} aria-label={t('data.progress')} />
      </Progress.Root>
      <p className={classes.note}>
        {text}
        {failed > 0 && ` · ${t('data.shardsFailed', { failed })}`}
      </p>
    </div>
  );
}

const noShards = { shardsReady: 0, shardsTotal: 0, shardsFailed: 0, images: 0 };
