import { useTranslation } from 'react-i18next';
import { hasPart } from '../../share/page-frame.ts';
import { type Evaluation, isRunning, usePlayground } from '../../store/index.ts';
import { formatCount, joinSentences } from '../../words/format.ts';
import { Picture } from '../picture/Picture.tsx';
import { useShowsTransport } from '../transport/use-shows-transport.ts';
import classes from './TimeLapse.module.css';
import { TimeLapseSlider } from './TimeLapseSlider.tsx';
import { useTimeLapse } from './use-time-lapse.ts';

/**
 * Samples from the same noise, from the first step to the newest: one look at a time, with a slider
 * over all of them.
 */
export function TimeLapse() {
  const { t } = useTranslation();
  const history = usePlayground((state) => state.evaluation.history);
  const running = usePlayground((state) => isRunning(state.run.status));
  const begun = usePlayground((state) => (state.run.status?.step ?? 0) > 0);
  const trains = useShowsTransport();
  const player = useTimeLapse(history.length);
  const shown = history[player.place];
  return (
    <div className={classes.lapse}>
      {shown ? (
        <Samples evaluation={shown} />
      ) : (
        <p className={classes.empty}>{trains || begun ? t(`evaluation.${whyEmpty(running, begun)}`) : <LeftOut />}</p>
      )}
      <TimeLapseSlider
        player={player}
        length={history.length}
        words={{ play: t('evaluation.play'), pause: t('evaluation.pause'), slider: t('evaluation.slider') }}
        at={shown ? t('evaluation.at', { step: formatCount(shown.step) }) : t('evaluation.none')}
      />
    </div>
  );
}

/**
 * Says why there are no samples yet. Evaluation and training share the device, so samples wait for
 * slow steps; a pause lets the evaluation go first.
 */
function whyEmpty(running: boolean, begun: boolean) {
  if (running) return begun ? 'first' : 'soon';
  return begun ? 'resting' : 'empty';
}

/** For a page without Train: says so, and where the network can be used. */
function LeftOut() {
  const { t } = useTranslation();
  const showsViews = usePlayground(({ frame }) => hasPart(frame, 'views'));
  return joinSentences(t('evaluation.leftOut'), showsViews && t('evaluation.elsewhere'));
}

function Samples({ evaluation: { samples, step } }: { readonly evaluation: Evaluation }) {
  const { t } = useTranslation();
  return (
    <div className={classes.samples}>
      {Array.from({ length: samples.count }, (_, index) => (
        <Picture
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the picture
          key={index}
          pictures={samples}
          index={index}
          label={t('evaluation.sample', { number: index + 1, step })}
          testId="evaluation-sample"
        />
      ))}
    </div>
  );
}
