import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { LookSettings } from '../../ml/config.ts';
import type { Board, BoardCall } from '../../store/board.ts';
import { classIndexOf, runSet, usePlayground } from '../../store/index.ts';
import { fewerSteps, withChanges } from '../../store/quick-version.ts';
import { joinSentences } from '../../words/format.ts';
import { Panel } from '../frame/Panel.tsx';
import { ClassField } from '../generate/ClassField.tsx';
import { LookField } from '../parameters/fields.tsx';
import { useHidesParameters } from '../parameters/use-hides-parameters.ts';
import classes from './Board.module.css';
import { BoardButtons } from './BoardButtons.tsx';
import { CellPictures, CellState } from './CellPictures.tsx';
import { SaveBoard } from './SaveBoard.tsx';
import { useBoard, usePaint } from './use-paint.ts';

/** The setting that differs by cell, and its values: guidance from none to very strong. */
const varied = {
  guidance: { setting: 'guidance', values: [0, 1, 2, 3, 5, 8] },
  steps: { setting: 'sampleSteps', values: [2, 5, 10, 25, 50, 100] },
} as const;

export function GuidancePanel() {
  const { t } = useTranslation();
  const knowsClasses = usePlayground((state) => state.run.status?.network.knowsClasses ?? false);
  const hasClass = usePlayground((state) => classIndexOf(state.look.sampleClass, runSet(state)) !== null);
  const lacksClass = hasClass ? null : t('paint.guidance.needsClass');
  return <MultiplesPanel kind="guidance" obstacle={knowsClasses ? lacksClass : t('paint.guidance.noClasses')} />;
}

export function StepsPanel() {
  return <MultiplesPanel kind="steps" obstacle={null} />;
}

interface MultiplesPanelProps {
  readonly kind: keyof typeof varied;
  /** Why the action is not available now. */
  readonly obstacle: string | null;
}

function MultiplesPanel({ kind, obstacle }: MultiplesPanelProps) {
  const { t } = useTranslation();
  const paint = usePaint();
  return (
    <Panel title={t(`paint.${kind}.title`)}>
      {paint && <Multiples board={paint[kind]} kind={kind} obstacle={obstacle} />}
    </Panel>
  );
}

/** The quick comparison of steps ends here: most of the work is in the values above. */
const quickSteps = 25;

/** Pictures per cell: enough to see whether they are alike. */
const picturesEach = 4;

/** The same noise with one setting at several values; a press adopts a value. */
function Multiples({ board, kind, obstacle }: MultiplesPanelProps & { readonly board: Board }) {
  const { t } = useTranslation();
  const { setting, values } = varied[kind];
  const hidesParameters = useHidesParameters();
  const cells = useBoard(board, (state) => state.cells);
  const chosen = usePlayground((state) => state.look[setting]);
  const set = usePlayground((state) => state.look.set);
  const quickSampling = fewerSteps(usePlayground((state) => state.look));
  const quick = {
    guidance: {
      what: t('cost.inSteps', { steps: quickSampling.sampleSteps }),
      of: (calls: readonly BoardCall[]) => withChanges(calls, quickSampling),
    },
    steps: {
      what: t('cost.upToSteps', { steps: quickSteps }),
      of: (calls: readonly BoardCall[]) => calls.filter(({ changes }) => (changes.sampleSteps ?? 0) <= quickSteps),
    },
  };
  const changesOf = (value: number): Partial<LookSettings> => ({ [setting]: value, generateCount: picturesEach });
  const nameOf = (value: number): string => t(`paint.${kind}.value`, { value });
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
          board={board}
          action={t(`paint.${kind}.action`)}
          disabled={obstacle !== null}
          quick={quick[kind]}
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
        {obstacle && <p className={classes.hint}>{obstacle}</p>}
        {!hidesParameters && (
          <div className={classes.fields}>
            <ClassField />
            {kind === 'guidance' ? <LookField parameter="sampleSteps" /> : <LookField parameter="guidance" />}
          </div>
        )}
        <div className={classes.more}>
          <SaveBoard
            board={board}
            name={kind}
            title={t(`paint.${kind}.title`)}
            labelOf={({ call }) => nameOf(call.changes[setting] ?? 0)}
          />
        </div>
        <p className={classes.about}>
          {hidesParameters ? t(`paint.${kind}.about`) : joinSentences(t(`paint.${kind}.about`), t('paint.pressToUse'))}
        </p>
      </div>
    </div>
  );
}
