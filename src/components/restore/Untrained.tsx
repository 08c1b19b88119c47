import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { runSet, usePlayground } from '../../store/index.ts';
import type { Repair } from '../../store/repair.ts';
import { suitableModel } from '../../store/suitable-model.ts';
import { useHidesParameters } from '../parameters/use-hides-parameters.ts';
import { useShowsTransport } from '../transport/use-shows-transport.ts';
import classes from './Fields.module.css';
import { useRepaired } from './use-repair.ts';

/**
 * Shown before Restore is pressed: random weights repair nothing, and one press opens a network
 * that does.
 */
export function Untrained({ repair }: { readonly repair: Repair }) {
  const { t } = useTranslation();
  const kind = useRepaired(repair, (state) => state.kind);
  const answers = usePlayground((state) => state.run.status?.network.kind);
  const set = usePlayground(runSet);
  const { original, hasColours } = usePlayground((state) => state.restore);
  const { show, load } = usePlayground((state) => state.models);
  const hidesParameters = useHidesParameters();
  const trains = useShowsTransport();
  const report = usePlayground((state) => state.notices.report);
  if (!answers || !set || !original) return null;
  const side = Math.max(original.width, original.height);
  const model = suitableModel({ kind, hasColours, side, set, answers });
  const open = (): void => {
    show();
    load()
      .then((models) => models.openNamed(model))
      .catch(report);
  };
  return (
    <div className={classes.advice} role="note">
      <p>{t('repair.untrained.why')}</p>
      <Button size="xs" aria-haspopup="dialog" onClick={open}>
        {t('repair.untrained.open', { name: t(`modelNames.${model}`) })}
      </Button>
      {!hidesParameters && <p>{t(`repair.untrained.${trains ? 'models' : 'onlyModels'}`)}</p>}
    </div>
  );
}
