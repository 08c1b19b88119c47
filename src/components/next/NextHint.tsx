import { Button, CloseButton } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formSet, usePlayground } from '../../store/index.ts';
import { useSetWords } from '../data-set/use-set-words.ts';
import classes from './NextHint.module.css';
import { leadsTo, nextHint, progressOf } from './next-hint.ts';

/**
 * One line beside the tabs, where it moves nothing: what to look at next. Once it has been closed
 * no hint appears any more, not even on later visits.
 */
export function NextHint() {
  const { t } = useTranslation();
  const hint = usePlayground((state) => nextHint(progressOf(state)));
  const show = usePlayground((state) => state.view.show);
  const [wanted, setWanted] = useState(hintsWanted);
  const [closed, setClosed] = useState(false);
  const what = useSent();
  // This is news about a link, not advice: it is shown even if hints are not wanted.
  if (!hint || (!wanted && (hint !== 'sent' || closed))) return null;
  const view = leadsTo[hint];
  const close = (): void => {
    wantNoHints();
    setWanted(false);
    setClosed(true);
  };
  return (
    <section className={classes.hint} aria-label={t('hints.label')}>
      <p className={classes.text}>{t(`hints.${hint}`, what)}</p>
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
