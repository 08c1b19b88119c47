import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { lookDefaults, parameters } from '../../ml/config.ts';
import { type AmountKind, damageFacts, damageKinds, hasAmount } from '../../ml/diffusion/restore/damage-kinds.ts';
import { usePlayground } from '../../store/index.ts';
import type { Repair } from '../../store/repair.ts';
import { amountSettings } from '../../store/repair-settings.ts';
import { joinSentences } from '../../words/format.ts';
import { Explained } from '../frame/Explained.tsx';
import { NumberField } from '../parameters/NumberField.tsx';
import { useHidesParameters } from '../parameters/use-hides-parameters.ts';
import { AmountSlider } from './AmountSlider.tsx';
import { BrushFields } from './BrushFields.tsx';
import classes from './Fields.module.css';
import { useRepaired } from './use-repair.ts';

interface PartProps {
  readonly repair: Repair;
}

/** The kind and the amount of the damage. */
export function DamageFields({ repair }: PartProps) {
  const { t } = useTranslation();
  const kind = useRepaired(repair, (state) => state.kind);
  const { restoreSeed, set } = usePlayground((state) => state.look);
  const hidesParameters = useHidesParameters();
  // A sampler draws noise whatever the damage is.
  const samples = useRepaired(repair, (state) => state.settings.method !== 'one-pass');
  const usesSeed = samples || damageFacts[kind].random;
  const isGrey = usePlayground((state) => state.run.status?.network.shape.channels === 1);
  const options = damageKinds.map((name) => ({
    value: name,
    label: t(`choices.restoreDamage.${name}`),
    disabled: name === 'grey' && isGrey,
  }));
  return (
    <div className={classes.row}>
      <Explained
        term={t(`choices.restoreDamage.${kind}`)}
        reason={t(`repair.damage.${kind}Why`)}
        className={classes.choice}
      >
        <NativeSelect
          size="sm"
          label={t('parameters.restoreDamage.label')}
          value={kind}
          data={options}
          onChange={({ currentTarget }) => {
            const chosen = damageKinds.find((name) => name === currentTarget.value);
            if (chosen) repair.chooseDamage(chosen);
          }}
        />
      </Explained>
      {kind === 'noise' && <NoiseAmount />}
      {hasAmount(kind) && <Amount repair={repair} kind={kind} />}
      {kind === 'mask' && <BrushFields repair={repair} />}
      {!hidesParameters && usesSeed && (
        <div className={classes.seed}>
          <NumberField
            parameter="restoreSeed"
            value={restoreSeed}
            dice={t('parametersPanel.dice')}
            onChange={(seed) => set({ restoreSeed: seed })}
          />
        </div>
      )}
    </div>
  );
}

function NoiseAmount() {
  const { t } = useTranslation();
  const { restoreNoise, set } = usePlayground((state) => state.look);
  const { min, max, step } = parameters.restoreNoise;
  const standard = t('parametersPanel.default', { value: lookDefaults.restoreNoise });
  return (
    <AmountSlider
      label={t('parameters.restoreNoise.label')}
      reason={joinSentences(t('parameters.restoreNoise.why'), standard)}
      {...{ min, max, step }}
      digits={2}
      value={restoreNoise}
      onChange={(noise) => set({ restoreNoise: noise })}
    />
  );
}

function Amount({ repair, kind }: PartProps & { readonly kind: AmountKind }) {
  const { t } = useTranslation();
  const value = useRepaired(repair, (state) => state.amounts[kind]);
  const { min, max, first } = damageFacts[kind].amount;
  return (
    <AmountSlider
      key={kind}
      label={t(`parameters.${amountSettings[kind]}.label`)}
      reason={joinSentences(t(`repair.damage.${kind}Why`), t('parametersPanel.default', { value: first }))}
      {...{ min, max }}
      step={1}
      digits={0}
      value={value}
      onChange={(amount) => repair.setAmount(kind, amount)}
    />
  );
}
