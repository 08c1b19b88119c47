import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './ArticleFigure.module.css';

/** Side and channels of what stands between the layers: kernel 4, stride 2 halves the side, transposed doubles it. */
const volumes = [
  { side: 32, channels: 3 },
  { side: 16, channels: 64 },
  { side: 8, channels: 128 },
  { side: 16, channels: 64 },
  { side: 32, channels: 3 },
];

/** Kernels of 4 x 4 between neighbours, and one bias for each channel that a layer makes. */
const weights = volumes.slice(1).reduce((sum, { channels }, index) => {
  const from = volumes[index]?.channels ?? 0;
  return sum + 4 * 4 * from * channels + channels;
}, 0);

/** Heights follow the side, widths the logarithm of the channels: what shrinks in space grows in meaning. */
const height = (side: number): number => 8 + side * 1.5;
const width = (channels: number): number => 4 + Math.log2(channels) * 6;

export function ArticleFigure() {
  const { t } = useTranslation();
  return (
    <figure className={classes.network}>
      <div
        className={classes.figure}
        role="img"
        aria-label={t('preview.networkLabel')}
        title={t('preview.networkLabel')}
      >
        {volumes.map(({ side, channels }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
          <Fragment key={index}>
            {index > 0 && <span className={classes.arrow} />}
            <span className={classes.volume}>
              <span className={classes.place}>
                <span className={classes.slab} style={{ height: height(side), width: width(channels) }} />
              </span>
              <span className={classes.size}>
                {side}×{side}×{channels}
              </span>
            </span>
          </Fragment>
        ))}
      </div>
      <figcaption className={classes.caption}>
        {t('preview.networkCaption', { weights: weights.toLocaleString('en') })}
      </figcaption>
    </figure>
  );
}
