import type { TFunction } from 'i18next';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardCell } from '../../store/board.ts';
import { usePlayground } from '../../store/index.ts';
import type { Paint } from '../../store/paint.ts';
import { withChanges } from '../../store/quick-version.ts';
import { callOf, type Lane, withAnother } from '../../store/race.ts';
import { formatFixed } from '../../words/format.ts';
import { Panel } from '../frame/Panel.tsx';
import { Term } from '../frame/QuestionMark.tsx';
import { ClassField } from '../generate/ClassField.tsx';
import { LookField } from '../parameters/fields.tsx';
import { useHidesParameters } from '../parameters/use-hides-parameters.ts';
import classes from './Board.module.css';
import { BoardButtons } from './BoardButtons.tsx';
import { CellPictures, CellState } from './CellPictures.tsx';
import { AddLane, LaneFields } from './LaneFields.tsx';
import { SaveBoard } from './SaveBoard.tsx';
import { type LaneSource, sourceOf, useLaneSources } from './use-lane-sources.ts';
import { useBoard, useLanes, usePaint } from './use-paint.ts';

/** Two to four ways to paint from the same noise, side by side. */
export function RacePanel() {
  const { t } = useTranslation();
  const paint = usePaint();
  return <Panel title={t('paint.race.title')}>{paint && <Race paint={paint} />}</Panel>;
}

/** Pictures of each lane in the quick version. */
const quickCount = 2;

function Race({ paint }: { readonly paint: Paint }) {
  const { t } = useTranslation();
  const { race } = paint;
  const hidesParameters = useHidesParameters();
  const lanes = useLanes();
  const sources = useLaneSources(paint);
  const cells = useBoard(race, (state) => state.cells);
  const busy = useBoard(race, (state) => state.busy);
  const count = usePlayground((state) => state.look.generateCount);
  const name = (lane: Lane): string =>
    `${t(`choices.sampler.${lane.sampler}`)} · ${t('paint.race.stepsOf', { count: lane.steps })}`;
  return (
    <div className={classes.panel}>
      <div className={classes.ask}>
        {!hidesParameters && (
          <div className={classes.field}>
            <LookField parameter="generateSeed" />
          </div>
        )}
        {hidesParameters && <ClassField />}
        <BoardButtons
          board={race}
          action={t('paint.race.action')}
          calls={() => lanes.map(callOf)}
          quick={{
            what: t('cost.pictures', { count: quickCount }),
            of: (calls) => withChanges(calls, { generateCount: Math.min(quickCount, count) }),
          }}
        />
      </div>
      <ol
        className={`${classes.cells} ${classes.race} ${classes.made}`}
        style={{ '--cells': lanes.length } as CSSProperties}
      >
        {lanes.map((lane, index) => {
          const cell = cellOf(lane, cells);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the lane
            <li key={index} className={classes.cell}>
              <CellPictures
                cell={cell}
                name={t('paint.race.lane', { number: index + 1 }) + t('page.clause') + name(lane)}
                count={count}
                testId="race-picture"
              />
              <Bar cell={cell} />
              <p className={classes.state}>
                <CellState cell={cell} />
              </p>
              {hidesParameters ? (
                <p
                  className={classes.only}
                >{`${sourceOf(sources, lane.source, t('paint.race.missing')).label} · ${name(lane)}`}</p>
              ) : (
                <LaneFields sources={sources} index={index} disabled={busy} />
              )}
            </li>
          );
        })}
      </ol>
      <div className={classes.settings}>
        {!hidesParameters && (
          <div className={classes.fields}>
            <LookField parameter="generateCount" />
            <ClassField />
          </div>
        )}
        <div className={classes.more}>
          {!hidesParameters && <LaneCount disabled={busy} />}
          <SaveBoard
            board={race}
            name="race"
            title={t('paint.race.title')}
            labelOf={(cell) => labelOf(cell, sources, t)}
          />
        </div>
        {!hidesParameters && <Terms />}
        <p className={classes.about}>{t('paint.race.about')}</p>
      </div>
    </div>
  );
}

/** Explains the selects of a lane, once for all lanes. */
function Terms() {
  const { t } = useTranslation();
  const parameter = (name: 'sampler' | 'sampleSteps' | 'sampleWeights') => (
    <Term term={t(`parameters.${name}.label`)} reason={t(`parameters.${name}.why`)} />
  );
  return (
    <ul className={classes.terms} aria-label={t('paint.race.terms')}>
      <li>
        <Term term={t('paint.race.networkTerm')} reason={t('paint.race.networkWhy')} />
      </li>
      <li>{parameter('sampler')}</li>
      <li>{parameter('sampleSteps')}</li>
      <li>{parameter('sampleWeights')}</li>
    </ul>
  );
}

/** The lane's results for its current settings; undefined if the settings have changed since. */
function cellOf(lane: Lane, cells: readonly BoardCell[]): BoardCell | undefined {
  const { source, changes } = callOf(lane);
  return cells.find(
    ({ call }) =>
      call.source === source &&
      JSON.stringify({ ...call.changes, generateCount: undefined }) === JSON.stringify(changes),
  );
}

function labelOf({ sampling, calls, milliseconds, call }: BoardCell, sources: readonly LaneSource[], t: TFunction) {
  const source = sourceOf(sources, call.source, t('paint.race.missing')).label;
  const scheduler = sampling && t(`choices.sampler.${sampling.sampler}`);
  const seconds = t('paint.seconds', { seconds: formatFixed(milliseconds / 1000, 1) });
  return [source, scheduler, t('paint.calls', { count: calls }), seconds].filter(Boolean).join(t('page.clause'));
}

function Bar({ cell }: { readonly cell: BoardCell | undefined }) {
  const part = cell && cell.total > 0 ? (100 * cell.calls) / cell.total : 0;
  return (
    <div className={classes.bar} aria-hidden>
      <span style={{ width: `${part}%` }} />
    </div>
  );
}

function LaneCount({ disabled }: { readonly disabled: boolean }) {
  const { t } = useTranslation();
  const lanes = useLanes();
  const set = usePlayground((state) => state.look.set);
  const add = (): void => set(withAnother(lanes));
  return <AddLane label={t('paint.race.add')} count={lanes.length} disabled={disabled} onAdd={add} />;
}
