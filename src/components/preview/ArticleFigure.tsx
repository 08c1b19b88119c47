import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureShape } from '../../ml/config.ts';
import { formatCount } from '../../words/format.ts';
import { colours } from '../data-set/use-set-words.ts';
import classes from './ArticleFigure.module.css';

/**
 * Side and channels between the layers: a convolution with kernel 4 and stride 2 halves the side, a
 * transposed one doubles it.
 */
const volumesOf = ({ side, channels }: PictureShape) => [
  { side, channels },
  { side: side / 2, channels: 64 },
  { side: side / 4, channels: 128 },
  { side: side / 2, channels: 64 },
  { side, channels },
];

/** Kernels of 4 x 4 between neighbouring layers, and one bias per output channel of a layer. */
const weightsBetween = (volumes: readonly PictureVolume[]): number =>
  volumes.slice(1).reduce((sum, { channels }, index) => {
    const from = volumes[index]?.channels ?? 0;
    return sum + 4 * 4 * from * channels + channels;
  }, 0);

interface PictureVolume {
  readonly side: number;
  readonly channels: number;
}

/**
 * In CSS pixels. Heights show the side, widths the logarithm of the channels: from layer to layer
 * one shrinks and the other grows.
 */
const height = (share: number): number => 8 + share * 48;
const width = (channels: number): number => 4 + Math.log2(channels) * 6;

export function ArticleFigure({ shape }: { readonly shape: PictureShape }) {
  const { t } = useTranslation();
  const volumes = volumesOf(shape);
  const { side, channels } = shape;
  const label = t('preview.networkLabel', {
    side,
    half: side / 2,
    quarter: side / 4,
    colours: t(`preview.channels.${colours[channels]}`),
  });
  return (
    <figure className={classes.network}>
      <div className={classes.figure} role="img" aria-label={label} title={label}>
        {volumes.map((volume, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
          <Fragment key={index}>
            {index > 0 && <span className={classes.arrow} />}
            <span className={classes.volume}>
              <span className={classes.place}>
                <span
                  className={classes.slab}
                  style={{ height: height(volume.side / side), width: width(volume.channels) }}
                />
              </span>
              <span className={classes.size}>
                {volume.side}×{volume.side}×{volume.channels}
              </span>
            </span>
          </Fragment>
        ))}
      </div>
      <figcaption className={classes.caption}>
        {t('preview.networkCaption', { weights: formatCount(weightsBetween(volumes)) })}
      </figcaption>
    </figure>
  );
}
