import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { Board, BoardCall } from '../../store/board.ts';
import { choiceOf, type Forward } from '../../store/forward.ts';
import { usePlayground } from '../../store/index.ts';
import { fewerSteps, withChanges } from '../../store/quick-version.ts';
import { Panel } from '../frame/Panel.tsx';
import { ClassField } from '../generate/ClassField.tsx';
import { Playhead } from '../generate/film/playhead.ts';
import classes from '../paint/Board.module.css';
import { BoardButtons } from '../paint/BoardButtons.tsx';
import { usePaint } from '../paint/use-paint.ts';
import { Curves } from './Curves.tsx';
import { ForwardPictures, paintedCount } from './ForwardPictures.tsx';
import { lastBeta } from './last-beta.ts';
import { ScheduleFields } from './ScheduleFields.tsx';
import { Scribble } from './Scribble.tsx';
import { TimestepSlider } from './TimestepSlider.tsx';
import { useDroppedPicture } from './use-dropped-picture.ts';

/** A picture at some point between clean and noise, and that point on the noise schedule. */
export function ForwardPanel() {
  const { t } = useTranslation();
  const load = usePlayground((state) => state.paint.loadForward);
  const report = usePlayground((state) => state.notices.report);
  const [forward, setForward] = useState<Forward | null>(null);
  const paint = usePaint();
  useEffect(() => {
    load().then(setForward, report);
  }, [load, report]);
  return (
    <Panel title={t('paint.forward.title')}>
      {forward && paint && <IntoNoise forward={forward} board={paint.sketch} />}
    </Panel>
  );
}

/** From noise alone: the most that painting from here can take. */
const whole = { source: 'run', changes: { generateCount: paintedCount } } as const satisfies BoardCall;

/** The initial position, as a share of the timesteps: the picture is just recognizable there. */
const firstPart = 0.35;

function IntoNoise({ forward, board }: { readonly forward: Forward; readonly board: Board }) {
  const { t } = useTranslation();
  useDroppedPicture();
  const levels = useStore(forward.store, (state) => state.levels);
  const original = usePlayground((state) => state.restore.original);
  const runId = usePlayground((state) => state.run.status?.runId);
  const knowsClasses = usePlayground((state) => state.run.status?.network.knowsClasses ?? false);
  const [playhead] = useState(() => new Playhead(() => forward.store.getState().levels?.timesteps.length ?? 0));
  useEffect(() => {
    if (runId !== undefined) void forward.refresh();
  }, [forward, runId]);
  const count = levels?.timesteps.length ?? 0;
  useEffect(() => {
    if (count > 0 && playhead.shown === null) playhead.show(Math.round(firstPart * count));
  }, [count, playhead]);
  useEffect(() => () => playhead.stop(), [playhead]);
  const quick = fewerSteps(usePlayground((state) => state.look));
  const choice = useStore(forward.store, (state) => state.choice);
  const experiment = usePlayground((state) => state.run.status?.experiment);
  const dragged = choice ?? (experiment && !levels?.isFlow ? choiceOf(experiment) : null);
  const canDrag = dragged !== null && dragged.betaSchedule !== 'squaredcos_cap_v2';
  const onDrag = canDrag
    ? (share: number, timestep: number): void => {
        const betaEnd = lastBeta(dragged, share, timestep, count);
        if (betaEnd !== null) void forward.choose({ ...dragged, betaEnd });
      }
    : null;
  const calls = (): readonly BoardCall[] => {
    playhead.stop();
    const timestep = levels?.timesteps[playhead.shown ?? count - 1];
    if (!original || timestep === undefined) return [];
    return [{ ...whole, from: { original, timestep } }];
  };
  return (
    <div className={classes.panel}>
      <div className={knowsClasses ? classes.ask : `${classes.ask} ${classes.two}`}>
        <TimestepSlider playhead={playhead} levels={levels} />
        {knowsClasses && (
          <div className={classes.field}>
            <ClassField />
          </div>
        )}
        <BoardButtons
          board={board}
          action={t('paint.forward.paint')}
          obstacle={choice && t('paint.forward.otherSchedule')}
          disabled={!levels || !original}
          calls={calls}
          atMost={[whole]}
          quick={{
            what: t('cost.inSteps', { steps: quick.sampleSteps }),
            of: (asked) => withChanges(asked, quick),
          }}
        />
      </div>
      <div className={classes.made}>
        <ForwardPictures playhead={playhead} levels={levels} choice={choice} board={board} />
        {levels && <Curves playhead={playhead} levels={levels} onDrag={onDrag} />}
      </div>
      <div className={classes.settings}>
        <Explanation kind={levels?.isFlow ? 'flow' : 'schedule'} count={count} />
        <ScheduleFields forward={forward} />
        <Scribble />
        <p className={classes.about}>{t('paint.forward.paintWhy')}</p>
      </div>
    </div>
  );
}

/** How a picture is mixed with noise, with the formula on a line of its own. */
function Explanation({ kind, count }: { readonly kind: 'flow' | 'schedule'; readonly count: number }) {
  const { t } = useTranslation();
  return (
    <div className={classes.about}>
      <p>{t(`paint.forward.about.${kind}`, { count })}</p>
      <p className={classes.formula}>{t(`paint.forward.formula.${kind}`)}</p>
      <p>{t(`paint.forward.after.${kind}`)}</p>
    </div>
  );
}
