import { type PointerEvent, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { logSnr, type NoiseLevels } from '../../store/forward.ts';
import { formatFixed } from '../../words/format.ts';
import { Term } from '../frame/QuestionMark.tsx';
import type { Playhead } from '../generate/film/playhead.ts';
import { box, isEven, pathOf, placeUnder, shades, tablePlaces } from './curve.ts';
import classes from './Forward.module.css';
import { wholeTimestep } from './level.ts';
import { usePlace } from './use-place.ts';

interface CurvesProps {
  readonly playhead: Playhead;
  readonly levels: NoiseLevels;
  /**
   * Called when the curve is dragged, with the share of the picture's variance that remains at a
   * timestep. Null if the schedule cannot be changed by dragging.
   */
  readonly onDrag: ((share: number, timestep: number) => void) | null;
}

/**
 * The remaining share of the picture and the signal-to-noise ratio, with the current timestep
 * marked. A press on a curve moves there.
 */
export function Curves({ playhead, levels, onDrag }: CurvesProps) {
  const { t } = useTranslation();
  const { alphas, sigmas, isFlow } = levels;
  const share = useMemo(() => Float32Array.from(alphas, (alpha) => (isFlow ? alpha : alpha ** 2)), [alphas, isFlow]);
  const ratio = useMemo(() => Float32Array.from(alphas, (alpha, i) => logSnr(alpha, sigmas[i] ?? 0)), [alphas, sigmas]);
  const shown = { playhead, levels, onDrag: null };
  return (
    <>
      <div className={classes.curves}>
        <Curve
          {...shown}
          name={t(isFlow ? 'paint.forward.shareFlow' : 'paint.forward.share')}
          reason={t(isFlow ? 'paint.forward.shareFlowWhy' : 'paint.forward.shareWhy')}
          values={share}
          min={0}
          max={1}
          digits={4}
          onDrag={onDrag}
        />
        <Curve
          {...shown}
          name={t('paint.forward.logSnr')}
          reason={t('paint.forward.logSnrWhy')}
          values={ratio}
          min={-12}
          max={12}
          digits={2}
        />
      </div>
      <p className={classes.note}>
        {t(isEven(levels.density) ? 'paint.forward.trainedEvenly' : 'paint.forward.trained')}
      </p>
      <Table levels={levels} share={share} ratio={ratio} />
    </>
  );
}

/** Distance from the curve at which it can be dragged, in CSS pixels: a finger is not exact. */
const holdPixels = 14;

interface CurveProps extends CurvesProps {
  readonly name: string;
  readonly reason: string;
  readonly values: Float32Array;
  readonly min: number;
  readonly max: number;
  readonly digits: number;
}

function Curve({ playhead, levels, onDrag, name, reason, values, min, max, digits }: CurveProps) {
  const { t } = useTranslation();
  const mark = useRef<SVGLineElement>(null);
  const output = useRef<HTMLOutputElement>(null);
  const count = values.length;
  const path = useMemo(() => pathOf(values, { min, max }), [values, min, max]);
  const columns = useMemo(() => shades(levels.density), [levels.density]);
  usePlace(playhead, levels, (place) => {
    const value = values[place] ?? 0;
    const x = String((place / Math.max(1, count - 1)) * box.width);
    mark.current?.setAttribute('x1', x);
    mark.current?.setAttribute('x2', x);
    if (output.current) output.current.textContent = formatFixed(value, digits);
  });
  /**
   * The timestep at which the curve is being dragged; null: the pointer moves the current timestep.
   */
  const held = useRef<number | null>(null);
  const go = (event: PointerEvent<SVGSVGElement>): void => {
    if (event.buttons === 0) return;
    const area = event.currentTarget.getBoundingClientRect();
    const place = placeUnder(event.clientX, area, count);
    const value = max - ((event.clientY - area.top) / area.height) * (max - min);
    if (event.type === 'pointerdown') {
      event.currentTarget.setPointerCapture(event.pointerId);
      const away = (Math.abs(value - (values[place] ?? 0)) / (max - min)) * area.height;
      held.current = onDrag && away < holdPixels ? place : null;
    }
    if (held.current === null || !onDrag) playhead.show(place);
    else onDrag(value, held.current);
  };
  const [first = 0, last = 0] = [values[0], values.at(-1)];
  return (
    <figure className={classes.curve}>
      <figcaption>
        <Term term={name} reason={reason} />
        <output ref={output} />
      </figcaption>
      <svg
        data-draggable={onDrag !== null || undefined}
        viewBox={`0 0 ${box.width} ${box.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('paint.forward.shareCurve', {
          name,
          first: formatFixed(first, digits),
          last: formatFixed(last, digits),
        })}
        onPointerDown={go}
        onPointerMove={go}
      >
        {columns.map(({ x, width, opacity }) => (
          <rect key={x} x={x} width={width} y={0} height={box.height} className={classes.trained} opacity={opacity} />
        ))}
        <path d={path} className={classes.line} />
        <line ref={mark} y1={0} y2={box.height} className={classes.mark} />
      </svg>
    </figure>
  );
}

/** The values at eleven timesteps, or at all of a shorter schedule. */
function Table({
  levels,
  share,
  ratio,
}: {
  readonly levels: NoiseLevels;
  readonly share: Float32Array;
  readonly ratio: Float32Array;
}) {
  const { t } = useTranslation();
  const places = tablePlaces(levels.timesteps.length);
  return (
    <details className={classes.table}>
      <summary>{t('paint.forward.table')}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('paint.forward.timestep')}</th>
            <th scope="col">{t(levels.isFlow ? 'paint.forward.shareFlow' : 'paint.forward.share')}</th>
            <th scope="col">{t('paint.forward.logSnr')}</th>
          </tr>
        </thead>
        <tbody>
          {places.map((place) => (
            <tr key={place}>
              <td>{wholeTimestep(levels.timesteps[place] ?? 0)}</td>
              <td>{formatFixed(share[place] ?? 0, 4)}</td>
              <td>{formatFixed(ratio[place] ?? 0, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
