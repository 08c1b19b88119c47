import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type ChoiceKey, choices } from '../../ml/config.ts';
import { formSet, usePlayground } from '../../store/index.ts';
import { joinSentences } from '../../words/format.ts';
import { Explained } from '../frame/Explained.tsx';
import { defaultOf, fittingDefault, useRecipe } from './defaults.ts';
import { FieldLabel } from './FieldLabel.tsx';

/** One of the options that the parameter table has for `Key`. */
type ChoiceOf<Key extends ChoiceKey> = (typeof choices)[Key]['options'][number];

interface ChoiceFieldProps<Key extends ChoiceKey> {
  readonly parameter: Key;
  readonly value: string;
  /** The options that fit the network; without it, all of the table. */
  readonly options?: readonly ChoiceOf<Key>[];
  /** The reason that fits those options; without it, the table's. */
  readonly why?: string;
  /** The run keeps another value until Reset. */
  readonly waits?: boolean;
  readonly disabled?: boolean;
  readonly onChange: (value: ChoiceOf<Key>) => void;
}

/** A choice of the parameter table, which defines its options, label and reason. */
export function ChoiceField<Key extends ChoiceKey>(props: ChoiceFieldProps<Key>) {
  const { parameter, value, waits = false, disabled = false, onChange } = props;
  const { t } = useTranslation();
  const recipe = useRecipe();
  const set = usePlayground(formSet);
  const options: readonly ChoiceOf<Key>[] = props.options ?? choices[parameter].options;
  const words: Readonly<Record<string, string>> = t(`choices.${parameter as ChoiceKey}`, { returnObjects: true });
  const wordOf = (name: string): string => words[name] ?? name;
  const usual = fittingDefault(options, defaultOf(parameter, recipe, set));
  const standard = t('parametersPanel.default', { value: wordOf(usual) });
  const why = props.why ?? t(`parameters.${parameter as ChoiceKey}.why`);
  return (
    <Explained term={t(`parameters.${parameter as ChoiceKey}.label`)} reason={joinSentences(why, standard)}>
      <NativeSelect
        size="sm"
        label={<FieldLabel parameter={parameter} waits={waits} />}
        value={value}
        disabled={disabled}
        data={options.map((name) => ({ value: name, label: wordOf(name) }))}
        onChange={({ currentTarget }) => {
          const chosen = options.find((name) => name === currentTarget.value);
          if (chosen !== undefined) onChange(chosen);
        }}
      />
    </Explained>
  );
}
