import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lookDefaults } from '../../ml/config.ts';
import {
  type RepairMethod,
  type RepairNumber,
  repairDefaults,
  repairMethods,
  repairRanges,
  usedBy,
} from '../../ml/diffusion/restore/methods.ts';
import { usePlayground } from '../../store/index.ts';
import { type Repair, refusalOf } from '../../store/repair.ts';
import { joinSentences } from '../../words/format.ts';
import { Explained } from '../frame/Explained.tsx';
import { ClassField } from '../generate/ClassField.tsx';
import { useUntrained } from '../network/use-network.ts';
import { useHidesParameters } from '../parameters/use-hides-parameters.ts';
import classes from './Fields.module.css';
import { PictureClass } from './PictureClass.tsx';
import { RepairEffort } from './RepairEffort.tsx';
import { RestoreButtons } from './RestoreButtons.tsx';
import { Untrained } from './Untrained.tsx';
import { useLargeEffort } from './use-effort.ts';
import { useRepaired } from './use-repair.ts';

/** In seconds. A repair that takes longer is announced before it starts. */
const longSeconds = 120;

interface PartProps {
  readonly repair: Repair;
}

/**
 * How the network repairs: the methods that fit the damage and the network, their settings, and why
 * the others do not fit.
 */
export function MethodFields({ repair }: PartProps) {
  const { t } = useTranslation();
  const network = usePlayground((state) => state.run.status?.network);
  const settings = useRepaired(repair, (state) => state.settings);
  const kind = useRepaired(repair, (state) => state.kind);
  const original = usePlayground((state) => state.restore.original);
  const isTestImage = usePlayground((state) => state.restore.source === 'test-image');
  const guidance = usePlayground(({ look }) => (look.restoreClass === lookDefaults.restoreClass ? 1 : look.guidance));
  const untrained = useUntrained();
  const isLong = (useLargeEffort(repair)?.seconds ?? 0) > longSeconds;
  const { method } = settings;
  const hidesParameters = useHidesParameters();
  const refusals = repairMethods.map((name) => ({ name, reason: network ? refusalOf(name, kind, network) : null }));
  const fitting = refusals.filter(({ reason }) => reason === null);
  const sentences = new Set(
    refusals.flatMap(({ name, reason }) =>
      reason ? [t(`repair.refused.${reason}`, { method: t(`choices.restoreMethod.${name}`) })] : [],
    ),
  );
  if (network?.kind === 'one-pass' && kind !== 'noise') sentences.add(t('repair.notTrainedFor'));
  const isLarge = original && network && Math.max(original.width, original.height) > network.shape.side;
  const inTiles = isLarge && network.kind === 'diffusion' && method !== 'one-pass';
  if (network?.knowsClasses && guidance !== 1) sentences.add(t('repair.guided', { guidance }));
  if (network?.needsClass) sentences.add(t(isTestImage ? 'repair.ownClass' : 'repair.needsClass'));
  return (
    <>
      <div className={classes.row}>
        <Explained
          term={t(`choices.restoreMethod.${method}`)}
          reason={t(`repair.method.${method}Why`)}
          className={classes.choice}
        >
          <NativeSelect
            size="sm"
            label={t('parameters.restoreMethod.label')}
            value={method}
            data={fitting.map(({ name }) => ({ value: name, label: t(`choices.restoreMethod.${name}`) }))}
            onChange={({ currentTarget }) => {
              const chosen = repairMethods.find((name) => name === currentTarget.value);
              if (chosen) repair.setSettings({ method: chosen });
            }}
          />
        </Explained>
        {!hidesParameters &&
          usedBy[method].map((name) => (
            <Setting key={`${method} ${name}`} repair={repair} name={name} method={method} />
          ))}
        {network?.knowsClasses && (
          <div className={classes.class}>
            <ClassField setting="restoreClass" />
          </div>
        )}
        <RestoreButtons repair={repair} isDoubtful={untrained || Boolean(inTiles) || isLong} />
      </div>
      <PictureClass />
      {untrained && <Untrained repair={repair} />}
      {inTiles && (
        <p className={classes.effort}>
          {t('repair.inTiles', { method: t(`choices.restoreMethod.${method}`), side: network.shape.side })}
        </p>
      )}
      <RepairEffort repair={repair} />
      <p className={classes.others}>{joinSentences(...sentences)}</p>
    </>
  );
}

/**
 * Typed text takes effect if it is an allowed value; anything else is replaced when the field is
 * left.
 */
function Setting({ repair, name }: PartProps & { readonly name: RepairNumber; readonly method: RepairMethod }) {
  const { t } = useTranslation();
  const value = useRepaired(repair, (state) => state.settings[name]);
  const [typed, setTyped] = useState<string | null>(null);
  const { min, max, integer } = repairRanges[name];
  const standard = t('parametersPanel.default', { value: repairDefaults[name] });
  const isAllowed = (number: number) => number >= min && number <= max && (!integer || Number.isInteger(number));
  const isRefused = typed !== null && (typed.trim() === '' || !isAllowed(Number(typed)));
  return (
    <Explained
      term={t(`repair.settings.${name}`)}
      reason={joinSentences(t(`repair.settings.${name}Why`), t('parametersPanel.range', { min, max }), standard)}
      className={classes.number}
    >
      <TextInput
        size="sm"
        label={t(`repair.settings.${name}`)}
        inputMode={integer ? 'numeric' : 'decimal'}
        autoComplete="off"
        value={typed ?? String(value)}
        error={isRefused}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          const number = Number(currentTarget.value);
          if (currentTarget.value.trim() !== '' && isAllowed(number)) repair.setSettings({ [name]: number });
        }}
        onBlur={() => setTyped(null)}
      />
    </Explained>
  );
}
