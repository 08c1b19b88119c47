import type { CSSProperties, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LookSettings } from '../../ml/config.ts';
import type { Board } from '../../store/board.ts';
import { usePlayground } from '../../store/index.ts';
import { ClassField } from '../generate/ClassField.tsx';
import { LookField } from '../parameters/fields.tsx';
import classes from './Board.module.css';
import { BoardButtons } from './BoardButtons.tsx';
import { CellPictures, CellState } from './CellPictures.tsx';
import { SaveBoard } from './SaveBoard.tsx';
import { useBoard } from './use-paint.ts';

interface MultiplesProps {
  readonly board: Board;
  readonly kind: 'guidance' | 'steps';
  /** The setting of each cell. */
  readonly values: readonly number[];
  readonly setting: 'guidance' | 'sampleSteps';
  /** Why it cannot be done now. */
  readonly hint: ReactNode;
  readonly disabled: boolean;
}

/** Of each cell: enough to see whether they are alike. */
const picturesEach = 4;

/** The same noise with one setting at several values; a press takes a value over. */
export function Multiples({ board, kind, values, setting, hint, disabled }: MultiplesProps) {
  const { t } = useTranslation();
  const cells = useBoard(board, (state) => state.cells);
  const chosen = usePlayground((state) => state.look[setting]);
  const set = usePlayground((state) => state.look.set);
  const changesOf = (value: number): Partial<LookSettings> => ({ [setting]: value, generateCount: picturesEach });
  const nameOf = (value: number): string => t(`paint.${kind}.value`, { value });
  return (
    <div className={classes.room}>
      <div className={classes.ask}>
        <div className={classes.field}>
          <LookField parameter="generateSeed" />
        </div>
        <BoardButtons
          board={board}
          action={t(`paint.${kind}.action`)}
          disabled={disabled}
          calls={() => values.map((value) => ({ source: 'run', changes: changesOf(value) }))}
        />
      </div>
      <ul
        className={`${classes.cells} ${classes.made}`}
        style={
          {
            '--cells': 3,
            '--narrow': 3,
            '--most': `max(300px, ${3 / Math.ceil(values.length / 3)} * (100dvh - 340px))`,
          } as CSSProperties
        }
      >
        {values.map((value, index) => {
          const name = nameOf(value);
          return (
            <li key={value} className={classes.cell}>
              <button
                type="button"
                className={classes.take}
                aria-pressed={chosen === value}
                aria-label={t('paint.take', { value: name })}
                onClick={() => set({ [setting]: value })}
              >
                <span className={classes.name}>
                  {name}
                  {chosen === value && ` · ${t('paint.taken')}`}
                </span>
                <CellPictures cell={cells[index]} name={name} count={picturesEach} testId={`${kind}-picture`} />
                <span className={classes.state}>
                  <CellState cell={cells[index]} />
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      <div className={classes.settings}>
        {hint && <p className={classes.hint}>{hint}</p>}
        <div className={classes.fields}>
          <ClassField />
          {kind === 'guidance' ? <LookField parameter="sampleSteps" /> : <LookField parameter="guidance" />}
        </div>
        <div className={classes.more}>
          <SaveBoard
            board={board}
            name={kind}
            title={t(`paint.${kind}.title`)}
            labelOf={({ call }) => nameOf(call.changes[setting] ?? 0)}
          />
        </div>
        <p className={classes.about}>{t(`paint.${kind}.about`)}</p>
      </div>
    </div>
  );
}
