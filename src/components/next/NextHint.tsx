import { Button, CloseButton } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { hintsWanted, wantNoHints } from './hints-wanted.ts';
import classes from './NextHint.module.css';
import { leadsTo, nextHint, progressOf } from './next-hint.ts';

/** One line, beside the tabs, where it moves nothing: what to look at next. Once it has been closed none comes any more, on later visits neither. */
export function NextHint() {
  const { t } = useTranslation();
  const hint = usePlayground((state) => nextHint(progressOf(state)));
  const show = usePlayground((state) => state.view.show);
  const [wanted, setWanted] = useState(hintsWanted);
  if (!wanted || !hint) return null;
  const view = leadsTo[hint];
  const close = (): void => {
    wantNoHints();
    setWanted(false);
  };
  return (
    <section className={classes.hint} aria-label={t('hints.label')}>
      <p className={classes.text}>{t(`hints.${hint}`)}</p>
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
