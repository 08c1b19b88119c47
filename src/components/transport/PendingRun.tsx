import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { asksToSwitch, formSet, isReady, isRunning, runSet, usePlayground } from '../../store/index.ts';
import { joinSentences } from '../../words/format.ts';
import { useSetWords } from '../data-set/use-set-words.ts';
import classes from './PendingRun.module.css';

/**
 * The visitor has chosen another recipe or data set while there is a run: names both, with the
 * button that switches to the new one.
 */
export function PendingRun() {
  const { t } = useTranslation();
  const { nameOf } = useSetWords();
  const { draft, status, switchOver, withdraw } = usePlayground((state) => state.run);
  const ofRun = usePlayground(runSet);
  const ofForm = usePlayground(formSet);
  const ready = usePlayground(isReady);
  const asks = usePlayground((state) => asksToSwitch(state.run));
  if (!status || !ofRun || !asks) return null;
  const named = (recipe: typeof draft.recipe, set: typeof ofForm) =>
    t('pending.run', { recipe: t(`recipes.${recipe}.name`), set: set ? nameOf(set) : draft.data });
  return (
    <section className={classes.pending} aria-label={t('pending.label')}>
      <p className={classes.text}>
        {joinSentences(
          t(isRunning(status) ? 'pending.training' : 'pending.there', { run: named(status.experiment.recipe, ofRun) }),
          t('pending.chosen', { run: named(draft.recipe, ofForm) }),
        )}
      </p>
      <div className={classes.actions}>
        <Button size="compact-sm" disabled={!ready} onClick={() => void switchOver()}>
          {t('pending.switch')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={withdraw}>
          {t('pending.keep')}
        </Button>
      </div>
    </section>
  );
}
