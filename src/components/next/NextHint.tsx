import { Button, CloseButton } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ViewName } from '../../share/view-names.ts';
import { formSet, opensModel, usePlayground } from '../../store/index.ts';
import { useSetWords } from '../data-set/use-set-words.ts';
import { lazyPart } from '../frame/lazy-part.tsx';
import { shownTask } from '../tasks/shown-task.ts';
import { LoadedModel } from '../transport/LoadedModel.tsx';
import classes from './NextHint.module.css';
import { leadsTo, nextHint, progressOf } from './next-hint.ts';

const OpeningModel = lazyPart(async () => (await import('../model-offer/OpeningModel.tsx')).OpeningModel);

/**
 * One line beside the tabs: the progress of a model that opens by itself, then what to look at
 * next. Once it has been closed no hint appears any more, not even on later visits. A narrow window
 * has no room beside the tabs: there a hint that is over leaves its place, to the name of the model
 * that was opened if there is one, until another view is chosen.
 */
export function NextHint() {
  const { t } = useTranslation();
  const hint = usePlayground((state) => nextHint(progressOf(state)));
  // In an exercise its card says so.
  const opening = usePlayground((state) => opensModel(state) && shownTask(state) === null);
  const { name, show } = usePlayground((state) => state.view);
  const [wanted, setWanted] = useState(hintsWanted);
  const [closed, setClosed] = useState(false);
  const [shownIn, setShownIn] = useState<ViewName | null>(null);
  const what = useSent();
  const count = usePlayground((state) => state.generate.result?.step ?? 0);
  // This is news about a link, not advice: it is shown even if hints are not wanted.
  const isShown = hint !== null && (wanted || (hint === 'sent' && !closed));
  if ((isShown || opening) && shownIn !== name) setShownIn(name);
  if (opening)
    return (
      <div className={classes.hint}>
        <Suspense>
          <OpeningModel />
        </Suspense>
      </div>
    );
  if (!isShown)
    return shownIn === name && !closed && <div className={classes.place}>{name !== 'learn' && <LoadedModel />}</div>;
  const view = leadsTo[hint];
  const close = (): void => {
    wantNoHints();
    setWanted(false);
    setClosed(true);
  };
  return (
    <section className={classes.hint} aria-label={t('hints.label')}>
      <p className={classes.text}>{t(`hints.${hint}`, { ...what, count })}</p>
      {view && (
        <Button
          className={classes.lead}
          size="compact-sm"
          variant="light"
          rightSection={<IconArrowRight size={14} aria-hidden />}
          onClick={() => show(view)}
        >
          {t(`views.${view}`)}
        </Button>
      )}
      <CloseButton size="sm" aria-label={t('hints.close')} onClick={close} />
    </section>
  );
}

/** Recipe, data set and seed of the link's experiment, in words. */
function useSent() {
  const { t } = useTranslation();
  const { nameOf } = useSetWords();
  const { recipe, data, seed } = usePlayground((state) => state.run.draft);
  const set = usePlayground(formSet);
  return { recipe: t(`recipes.${recipe}.name`), set: set ? nameOf(set) : data, seed };
}

/** Whether the visitor wants hints: until they close the line, in this browser. */
const key = 'hints';
const none = 'none';

/** If nothing can be stored, hints return on every visit. */
function hintsWanted(): boolean {
  try {
    return localStorage.getItem(key) !== none;
  } catch {
    return true;
  }
}

function wantNoHints(): void {
  try {
    localStorage.setItem(key, none);
  } catch {
    // A private window may keep nothing.
  }
}
