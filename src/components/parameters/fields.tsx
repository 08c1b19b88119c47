import { useTranslation } from 'react-i18next';
import {
  type ChoiceKey,
  choices,
  type Experiment,
  type ExperimentKey,
  huberDelta,
  type ParameterKey,
  parameters,
  type SwitchKey,
  switches,
} from '../../ml/config.ts';
import { usePlayground, waitsForReset } from '../../store/index.ts';
import { formatRounded } from '../../words/format.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { NumberField } from './NumberField.tsx';
import { SwitchField } from './SwitchField.tsx';

/** The field of one part of the experiment; the parameter table determines its kind. */
export function ExperimentField({ parameter }: { readonly parameter: ExperimentKey }) {
  if (isIn(switches, parameter)) return <ExperimentSwitch parameter={parameter} />;
  if (isIn(choices, parameter)) return <ExperimentChoice parameter={parameter} />;
  if (isIn(parameters, parameter)) return <ExperimentNumber parameter={parameter} />;
  return null; // recipe and classes are shown elsewhere
}

const isIn = <Key extends string>(table: Readonly<Record<Key, unknown>>, key: string): key is Key => key in table;

function ExperimentNumber({ parameter }: { readonly parameter: ExperimentKey & ParameterKey }) {
  const { t } = useTranslation();
  const field = useExperimentField(parameter);
  return (
    <NumberField
      parameter={parameter}
      {...field}
      {...(parameter === 'seed' ? { dice: t('parametersPanel.dice') } : {})}
    />
  );
}

function ExperimentSwitch({ parameter }: { readonly parameter: ExperimentKey & SwitchKey }) {
  return <SwitchField parameter={parameter} {...useExperimentField(parameter)} />;
}

function ExperimentChoice({ parameter }: { readonly parameter: ExperimentKey & ChoiceKey }) {
  const { t } = useTranslation();
  const why = parameter === 'loss' && { why: t('parameters.loss.why', { delta: formatRounded(huberDelta, 2) }) };
  return <ChoiceField parameter={parameter} {...useExperimentField(parameter)} {...why} />;
}

function useExperimentField<Key extends ExperimentKey>(parameter: Key) {
  const value = usePlayground((state) => state.run.draft[parameter]);
  const edit = usePlayground((state) => state.run.edit);
  const waits = usePlayground(({ run }) => waitsForReset(run.draft, run.status, parameter));
  const onChange = (next: Experiment[Key]): void => edit({ [parameter]: next });
  return { value, waits, onChange };
}

type LookNumber = Extract<
  ParameterKey,
  | 'previewEvery'
  | 'evaluateEvery'
  | 'generateSeed'
  | 'generateCount'
  | 'sampleSteps'
  | 'eta'
  | 'guidance'
  | 'walkSeed'
  | 'walkCount'
>;

interface LookFieldProps {
  readonly parameter: LookNumber;
  readonly disabled?: boolean;
}

/** The field of a number that affects only previews and sampling, not training. */
export function LookField({ parameter, disabled = false }: LookFieldProps) {
  const { t } = useTranslation();
  const value = usePlayground((state) => state.look[parameter]);
  const set = usePlayground((state) => state.look.set);
  return (
    <NumberField
      parameter={parameter}
      value={value}
      disabled={disabled}
      onChange={(next) => set({ [parameter]: next })}
      {...(parameter === 'generateSeed' || parameter === 'walkSeed' ? { dice: t('parametersPanel.dice') } : {})}
    />
  );
}
