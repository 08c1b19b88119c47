import '../../words/coach.ts';
import { Button, CloseButton } from '@mantine/core';
import { IconBulb } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Advice, AdviceName } from '../../coach/advice.ts';
import { usePlayground } from '../../store/index.ts';
import { formatLoss, sentenceGap } from '../../words/format.ts';
import classes from './Coach.module.css';
import { useAdvice } from './use-advice.ts';

const none: ReadonlySet<AdviceName> = new Set();
const losses: ReadonlySet<string> = new Set(['from', 'to', 'training', 'heldOut', 'ema', 'raw', 'loss', 'low', 'high']);

export function CoachLine({ begun }: { readonly begun: boolean }) {
  const { t } = useTranslation();
  const runId = usePlayground((state) => state.run.status?.runId);
  const edit = usePlayground((state) => state.run.edit);
  const reset = usePlayground((state) => state.run.reset);
  const [dismissed, setDismissed] = useState({ runId, names: none });
  const names = dismissed.runId === runId ? dismissed.names : none;
  const advice = useAdvice(names);
  const rate = advice?.rate;
  const mend = (learningRate: number): void => {
    edit({ learningRate });
    if (advice?.reset) void reset();
  };
  return (
    <section className={classes.coach} aria-label={t('coach.label')} data-advice={advice?.name}>
      <IconBulb size={18} className={classes.bulb} aria-hidden />
      <p className={classes.says}>
        <strong role="status">
          {advice ? t(`coach.${advice.name}.title`) : t(begun ? 'coach.nothing' : 'coach.before')}
        </strong>
        {sentenceGap()}
        {advice && t(`coach.${advice.name}.text`, wordsOf(advice))}
      </p>
      {rate !== undefined && (
        <Button size="compact-sm" variant="light" onClick={() => mend(rate)}>
          {t(advice?.reset ? 'coach.resetAtRate' : 'coach.setRate', { rate })}
        </Button>
      )}
      {advice && (
        <CloseButton
          size="sm"
          aria-label={t('coach.dismiss')}
          title={t('coach.dismiss')}
          onClick={() => setDismissed({ runId, names: new Set([...names, advice.name]) })}
        />
      )}
    </section>
  );
}

/** Losses with the page's usual number of digits; other values unchanged. */
const wordsOf = ({ values }: Advice): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, losses.has(name) ? formatLoss(Number(value)) : value]),
  );
