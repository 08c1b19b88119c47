import { useTranslation } from 'react-i18next';
import { samplers } from '../../ml/config.ts';
import type { BoardCall } from '../../store/board.ts';
import { classIndexOf, runSet, samplingFor, usePlayground } from '../../store/index.ts';
import type { Paint } from '../../store/paint.ts';
import { fewerOfBoth, withChanges } from '../../store/quick-version.ts';
import { Panel } from '../frame/Panel.tsx';
import { ClassField, WalkClassField } from '../generate/ClassField.tsx';
import { LookField } from '../parameters/fields.tsx';
import { useHidesParameters } from '../parameters/use-hides-parameters.ts';
import classes from './Board.module.css';
import { BoardButtons } from './BoardButtons.tsx';
import { SaveWalk } from './SaveWalk.tsx';
import { useBoard, usePaint } from './use-paint.ts';
import { WalkStage } from './WalkStage.tsx';

/** A walk from one seed's picture to another's. */
export function WalkPanel() {
  const { t } = useTranslation();
  const paint = usePaint();
  return <Panel title={t('paint.walk.title')}>{paint && <Walk paint={paint} />}</Panel>;
}

/** Pictures on the way in the quick version. */
const quickCount = 8;

function Walk({ paint }: { readonly paint: Paint }) {
  const { t } = useTranslation();
  const look = usePlayground((state) => state.look);
  const hidesParameters = useHidesParameters();
  const network = usePlayground((state) => state.run.status?.network);
  const set = usePlayground(runSet);
  const walked = useBoard(paint.walk, ({ cells: [cell] }) => (cell?.state === 'done' ? cell : null));
  if (!network) return null;
  const { sampler, eta, classIndex } = samplingFor(look, network, set);
  const taken = samplers[sampler].withoutNoise ?? sampler;
  const to = classIndexOf(look.walkClass, set);
  const call: BoardCall = {
    source: 'run',
    changes: { generateCount: look.walkCount, sampler: taken, eta: 0 },
    walk: {
      seed: look.walkSeed,
      classIndex: classIndex !== null && to !== null && to < (network.classes ?? 0) ? to : null,
    },
  };
  const quick = fewerOfBoth({ ...look, generateCount: look.walkCount }, quickCount);
  return (
    <div className={classes.panel}>
      <div className={`${classes.ask} ${classes.two}`}>
        {hidesParameters ? (
          <Ends classIndex={classIndex} knowsClasses={network.knowsClasses} />
        ) : (
          <>
            <div className={classes.field}>
              <LookField parameter="generateSeed" />
            </div>
            <div className={classes.field}>
              <LookField parameter="walkSeed" />
            </div>
          </>
        )}
        <BoardButtons
          board={paint.walk}
          action={t('paint.walk.action')}
          calls={() => [call]}
          quick={{
            what: t('cost.picturesIn', { count: quick.generateCount, steps: quick.sampleSteps }),
            of: (calls) => withChanges(calls, quick),
          }}
        />
      </div>
      <div className={classes.made}>
        <WalkStage board={paint.walk} />
      </div>
      <div className={classes.settings}>
        {!hidesParameters && (
          <div className={classes.fields}>
            <Ends classIndex={classIndex} knowsClasses={network.knowsClasses} />
            <LookField parameter="walkCount" />
            <LookField parameter="sampleSteps" />
            {network.knowsClasses && <LookField parameter="guidance" disabled={classIndex === null} />}
          </div>
        )}
        {(taken !== sampler || eta > 0) && (
          <p className={classes.hint}>{t('paint.walk.plain', { sampler: t(`choices.sampler.${taken}`) })}</p>
        )}
        <div className={classes.about}>
          <p>{t('paint.walk.about')}</p>
          <p className={classes.formula}>{t('paint.walk.formula')}</p>
          <p>{t('paint.walk.after')}</p>
        </div>
        <div className={classes.more}>{walked && <SaveWalk cell={walked} />}</div>
      </div>
    </div>
  );
}

/** The classes that the walk leads from and to. */
function Ends({ classIndex, knowsClasses }: { readonly classIndex: number | null; readonly knowsClasses: boolean }) {
  return (
    <>
      <ClassField />
      {knowsClasses && <WalkClassField disabled={classIndex === null} />}
    </>
  );
}
