import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import type { Repair } from '../../store/repair.ts';
import { Panel } from '../frame/Panel.tsx';
import { ModelsButton } from '../models/Models.tsx';
import { useHidesParameters } from '../parameters/use-hides-parameters.ts';
import { isPhotograph } from '../picture/Picture.tsx';
import { BatchPart } from './BatchPart.tsx';
import { DamageFields } from './DamageFields.tsx';
import { MethodFields } from './MethodFields.tsx';
import { RepairStage } from './RepairStage.tsx';
import { RepairTable } from './RepairTable.tsx';
import classes from './RestorePanel.module.css';
import { SourceTabs } from './SourceTabs.tsx';
import { useRepair } from './use-repair.ts';

/** One picture with one damage, and the results of several methods. */
export function RestorePanel() {
  const { t } = useTranslation();
  const repair = useRepair();
  const hidesParameters = useHidesParameters();
  return (
    <Panel title={t('repair.title')} about={t('repair.about')} {...(!hidesParameters && { aside: <ModelsButton /> })}>
      <SourceTabs />
      {repair ? <Parts repair={repair} /> : <div className={classes.place} />}
    </Panel>
  );
}

function Parts({ repair }: { readonly repair: Repair }) {
  const isLarge = usePlayground(({ restore: { original } }) => original !== null && isPhotograph(original));
  return (
    <>
      <div className={classes.ask}>
        <DamageFields repair={repair} />
        <MethodFields repair={repair} />
      </div>
      <div className={classes.stage} data-large={isLarge || undefined}>
        <RepairStage repair={repair} />
        <RepairTable repair={repair} />
      </div>
      <BatchPart repair={repair} />
    </>
  );
}
