import { useTranslation } from 'react-i18next';
import type { Pictures } from '../../store/index.ts';
import { usePlayground } from '../../store/index.ts';
import { formatTimestep } from '../../words/format.ts';
import { Panel } from '../frame/Panel.tsx';
import { useNetworkKind } from '../network/use-network.ts';
import { Picture, PicturePlace } from '../picture/Picture.tsx';
import { NetworkFigure } from './NetworkFigure.tsx';
import classes from './PreviewPanel.module.css';

/**
 * From left to right: the input, the noisy input, and the network's answer. The same position is
 * the same image.
 */
export function PreviewPanel() {
  const { t } = useTranslation();
  const kind = useNetworkKind();
  const preview = usePlayground((state) => state.preview.newest);
  const imported = usePlayground((state) => state.run.status?.origin === 'checkpoint');
  const before = t(imported ? 'preview.imported' : 'preview.untrained');
  const off = usePlayground((state) => state.look.previewEvery === 0);
  const when = off
    ? t('preview.off')
    : preview && (preview.step > 0 ? t('preview.step', { step: preview.step }) : before);
  return (
    <Panel
      title={t('preview.title')}
      about={t(`preview.about.${kind}`)}
      aside={<span className={classes.when}>{when}</span>}
    >
      <div className={classes.flow}>
        <Stage stage="clean" pictures={preview?.clean} />
        <span className={classes.arrow} aria-hidden />
        <Stage stage="noisy" pictures={preview?.noisy} timesteps={preview?.timesteps} />
        <span className={classes.arrow} aria-hidden />
        <Stage stage="output" pictures={preview?.output} />
      </div>
      <NetworkFigure />
    </Panel>
  );
}

const places = [0, 1, 2, 3, 4, 5, 6, 7];

interface StageProps {
  readonly stage: 'clean' | 'noisy' | 'output';
  readonly pictures: Pictures | undefined;
  /** The timestep of each picture, written below it. */
  readonly timesteps?: readonly number[] | null | undefined;
}

function Stage({ stage, pictures, timesteps }: StageProps) {
  const { t } = useTranslation();
  const kind = useNetworkKind();
  const name = t(`preview.${stage}`);
  return (
    <section className={classes.stage} aria-label={name}>
      <h3 className={classes.name}>{name}</h3>
      <p className={classes.why}>{t(`preview.${stage}Why.${kind}`)}</p>
      <div className={classes.pictures}>
        {places.slice(0, pictures?.count).map((index) => {
          const timestep = timesteps?.[index];
          return (
            <figure key={index} className={classes.picture}>
              {pictures && index < pictures.count ? (
                <Picture
                  pictures={pictures}
                  index={index}
                  label={t('preview.image', { stage: name, number: index + 1, count: pictures.count })}
                  testId={`preview-${stage}`}
                />
              ) : (
                <PicturePlace />
              )}
              {kind === 'diffusion' && (
                <figcaption className={classes.timestep}>
                  {timestep !== undefined && t('preview.timestep', { timestep: formatTimestep(timestep) })}
                </figcaption>
              )}
            </figure>
          );
        })}
      </div>
    </section>
  );
}
