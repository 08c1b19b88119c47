import { ActionIcon, useComputedColorScheme } from '@mantine/core';
import { IconChevronDown, IconStar, IconStarFilled } from '@tabler/icons-react';
import { type CSSProperties, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptRun } from '../../store/runs/kept-run.ts';
import { colourOf } from './palette.ts';
import { RunDetails } from './RunDetails.tsx';
import classes from './RunRow.module.css';
import { useComparison, useKeptRuns } from './use-kept-runs.ts';
import { useRunWords } from './use-run-words.ts';

interface RunRowProps {
  readonly run: KeptRun;
  readonly name: string;
}

export function RunRow({ run, name }: RunRowProps) {
  const { t } = useTranslation();
  const { select, star } = useKeptRuns();
  const { factsOf } = useRunWords();
  const scheme = useComputedColorScheme('light');
  const selected = useComparison((state) => state.selected.includes(run.id));
  const isShown = useComparison((state) => state.shownId === run.id);
  const [open, setOpen] = useState(false);
  const details = useId();
  const StarIcon = run.starred ? IconStarFilled : IconStar;
  return (
    <article className={classes.run} style={{ '--run': colourOf(scheme, run.colour) } as CSSProperties}>
      <div className={classes.row}>
        <label className={classes.label}>
          <input
            type="checkbox"
            className={classes.box}
            checked={selected}
            aria-label={t('runs.list.compare', { name })}
            onChange={({ currentTarget }) => select(run.id, currentTarget.checked)}
          />
          <span className={classes.swatch} aria-hidden />
          <span className={classes.words}>
            <span className={classes.name}>{name}</span>
            <span className={classes.facts}>
              {factsOf(run, isShown)}
              {isShown && ` · ${t('runs.list.shown')}`}
            </span>
          </span>
        </label>
        <ActionIcon
          variant="subtle"
          size={36}
          className={classes.button ?? ''}
          aria-label={t('runs.list.star', { name })}
          aria-pressed={run.starred}
          onClick={() => star(run.id, !run.starred)}
        >
          <StarIcon size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          size={36}
          className={classes.button ?? ''}
          aria-label={t('runs.list.more', { name })}
          aria-expanded={open}
          aria-controls={details}
          onClick={() => setOpen(!open)}
        >
          <IconChevronDown size={18} aria-hidden className={classes.chevron} data-open={open || undefined} />
        </ActionIcon>
      </div>
      <div id={details}>{open && <RunDetails run={run} name={name} isShown={isShown} />}</div>
    </article>
  );
}
