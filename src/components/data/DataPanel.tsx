import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { enoughToInvent, formSet, runSet, usePlayground, waitsForReset } from '../../store/index.ts';
import { formatCount } from '../../words/format.ts';
import { useSetWords } from '../data-set/use-set-words.ts';
import { Panel } from '../frame/Panel.tsx';
import { OwnPicturesButton } from '../own-pictures/OwnPictures.tsx';
import { ClassChoice } from './ClassChoice.tsx';
import classes from './DataPanel.module.css';
import { SampleGrid } from './SampleGrid.tsx';

export function DataPanel() {
  const { t } = useTranslation();
  const { aboutOf } = useSetWords();
  const set = usePlayground(formSet);
  const pending = usePlayground(
    ({ run }) => waitsForReset(run.draft, run.status, 'classes') || waitsForReset(run.draft, run.status, 'data'),
  );
  return (
    <Panel
      title={t('data.title')}
      about={aboutOf(set)}
      aside={<span className={classes.pending}>{pending && t('parametersPanel.pending')}</span>}
    >
      <ClassChoice />
      <SampleGrid />
      <ShardProgress />
      <OwnPicturesButton />
      <Remarks />
    </Panel>
  );
}

/** Remarks about the run's pictures: their source, and whether there are enough of them. */
function Remarks() {
  const { t } = useTranslation();
  const { sourceOf } = useSetWords();
  const set = usePlayground(runSet);
  if (!set) return null;
  const few = set.counts.train < enoughToInvent && t('dataSets.few', { enough: enoughToInvent });
  return [few, sourceOf(set)].map(
    (remark) =>
      remark && (
        <p key={remark} className={classes.remark}>
          {remark}
        </p>
      ),
  );
}

function ShardProgress() {
  const { t } = useTranslation();
  const progress = usePlayground((state) => state.data.progress);
  const waits = usePlayground((state) => (state.run.status?.step ?? 0) === 0 && state.run.status?.phase !== 'training');
  const missing = usePlayground(({ engine }) => engine.failure?.startsWith('data-') ?? false);
  if (missing) return null;
  const { shardsReady: ready, shardsTotal: total, shardsFailed: failed, images } = progress ?? noShards;
  const done = total > 0 && ready + failed >= total;
  const parts = [
    done
      ? t('data.shardsDone', { images: formatCount(images) })
      : ready > 0
        ? // Shards have equal sizes.
          t('data.shards', { images: formatCount(images), total: formatCount(Math.round((images / ready) * total)) })
        : t('data.shardsNone'),
    !done && ready > 0 && waits && t('data.shardsRest'),
    failed > 0 && t('data.shardsFailed', { count: failed }),
  ];
  return (
    <div className={classes.progress}>
      <Progress.Root size={4} transitionDuration={200}>
        <Progress.Section value={total ? (100 * (ready + failed)) / total : 0} aria-label={t('data.progress')} />
      </Progress.Root>
      <p className={classes.note}>{parts.filter(Boolean).join(' · ')}</p>
    </div>
  );
}

const noShards = { shardsReady: 0, shardsTotal: 0, shardsFailed: 0, images: 0 };
