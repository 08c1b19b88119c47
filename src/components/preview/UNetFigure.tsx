import { useTranslation } from 'react-i18next';
import { formatCount } from '../../words/format.ts';
import classes from './UNetFigure.module.css';

interface UNetFigureProps {
  /** diffusers' `unet/config.json`. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly parameters: number | null;
}

/**
 * In units of the figure. Heights show the side of the picture, the largest filling the room;
 * widths show the logarithm of the channels.
 */
const slot = 76;
const base = 96;
const tallest = 45;
const width = (channels: number): number => 2 + Math.log2(channels) * 4.5;

/**
 * The encoder is on the left, the decoder on the right; the arcs are the skip connections, which
 * carry detail past the middle.
 */
export function UNetFigure({ config, parameters }: UNetFigureProps) {
  const { t } = useTranslation();
  const levels = readUNetOutline(config);
  const deepest = levels.at(-1);
  if (!deepest) return null;
  const height = (side: number): number => 8 + (side / (levels[0]?.side ?? side)) * tallest;
  const blocks = [...levels, { ...deepest, attention: true }, ...levels.toReversed()];
  const centre = (index: number): number => (index + 0.5) * slot;
  const label = t('preview.unetLabel', {
    levels: levels.length,
    sides: levels.map(({ side }) => side).join(t('page.comma')),
  });
  return (
    <figure className={classes.network}>
      <svg
        className={classes.figure}
        viewBox={`0 0 ${blocks.length * slot} ${base + 34}`}
        role="img"
        aria-label={label}
        style={{ maxWidth: blocks.length * slot }}
      >
        <line className={classes.flow} x1={centre(0)} x2={centre(blocks.length - 1)} y1={base - 28} y2={base - 28} />
        {levels.map(({ side }, index) => {
          const [from, to] = [centre(index), centre(blocks.length - 1 - index)];
          const top = base - 28 - height(side) / 2;
          const rise = 6 + (levels.length - index) * 7;
          return (
            <path
              key={side}
              className={classes.skip}
              d={`M ${from} ${top} V ${Math.max(4, 34 - rise)} H ${to} V ${top}`}
            />
          );
        })}
        {blocks.map(({ side, channels, attention }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is of one network
          <g key={index}>
            <rect
              className={classes.slab}
              x={centre(index) - width(channels) / 2}
              y={base - 28 - height(side) / 2}
              width={width(channels)}
              height={height(side)}
              rx={3}
            />
            {attention && <circle className={classes.attention} cx={centre(index)} cy={base - 28} r={3} />}
            <text className={classes.size} x={centre(index)} y={base + 16}>
              {side}×{side}
            </text>
            <text className={classes.size} x={centre(index)} y={base + 30}>
              {channels}
            </text>
          </g>
        ))}
      </svg>
      <figcaption className={classes.caption}>
        {parameters === null
          ? t('preview.unetCaption')
          : t('preview.unetCaptionWeights', { weights: formatCount(parameters) })}
      </figcaption>
    </figure>
  );
}

/** One level of a U-Net, as a figure shows it. */
interface UNetLevel {
  readonly side: number;
  readonly channels: number;
  readonly attention: boolean;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * Reads diffusers' `unet/config.json`: each level halves the side of the one before. Empty if the
 * config does not describe levels.
 */
function readUNetOutline(config: Readonly<Record<string, unknown>>): readonly UNetLevel[] {
  const types = listOf(config.down_block_types);
  return listOf(config.block_out_channels).map((channels, level) => ({
    side: Number(config.sample_size) / 2 ** level,
    channels: Number(channels),
    attention: String(types[level]).startsWith('Attn'),
  }));
}
