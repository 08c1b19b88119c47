import { ActionIcon, TextInput } from '@mantine/core';
import { IconDice3 } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { type NumberParameter, type ParameterKey, parameters } from '../../ml/config.ts';
import { formSet, usePlayground } from '../../store/index.ts';
import { joinSentences } from '../../words/format.ts';
import { Explained } from '../frame/Explained.tsx';
import { Why } from '../frame/Why.tsx';
import { defaultOf, useRecipe } from './defaults.ts';
import { FieldLabel } from './FieldLabel.tsx';
import classes from './NumberField.module.css';
import { neighbour } from './neighbour.ts';
import { SpinButtons } from './SpinButtons.tsx';
import { useNumberText } from './use-number-text.ts';

interface NumberFieldProps {
  readonly parameter: ParameterKey;
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** The run keeps another value until Reset. */
  readonly waits?: boolean;
  /** The name of a button that draws a random value. */
  readonly dice?: string;
  readonly disabled?: boolean;
  /** The largest value that exists, if it is below the table's maximum. */
  readonly max?: number;
}

/** A number of the parameter table, which defines its label, range, default and reason. */
export function NumberField({ parameter, value, onChange, waits, dice, disabled, ...props }: NumberFieldProps) {
  const { t } = useTranslation();
  const { min, integer, ...table }: NumberParameter = parameters[parameter];
  const max = Math.min(table.max, props.max ?? table.max);
  const recipe = useRecipe();
  const set = usePlayground(formSet);
  const field = useNumberText(parameter, value, max, onChange);
  const spin = (direction: 1 | -1): void => field.set(Math.min(max, neighbour(parameter, field.newest, direction)));
  const problem = t(integer ? 'parametersPanel.notAllowedWhole' : 'parametersPanel.notAllowed', { min, max, value });
  const standard = t('parametersPanel.default', { value: defaultOf(parameter, recipe, set) });
  const reason = joinSentences(t(`parameters.${parameter}.why`), standard);

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') field.commit();
    else if (event.key === 'Escape') field.restore();
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault(); // keeps the caret in place
      spin(event.key === 'ArrowUp' ? 1 : -1);
    }
  }

  return (
    <div className={classes.field}>
      <Explained term={t(`parameters.${parameter}.label`)} reason={reason} className={classes.input}>
        <TextInput
          size="sm"
          role="spinbutton"
          aria-valuenow={value}
          aria-valuemin={min}
          aria-valuemax={max}
          classNames={{ error: classes.error, description: classes.reason }}
          description={reason}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          label={<FieldLabel parameter={parameter} waits={waits ?? false} />}
          value={field.text}
          autoComplete="off"
          disabled={disabled ?? false}
          inputMode={integer ? 'numeric' : 'decimal'}
          error={field.refused ? problem : undefined}
          onChange={({ currentTarget }) => field.type(currentTarget.value)}
          onBlur={field.commit}
          onKeyDown={onKeyDown}
          rightSection={<SpinButtons disabled={disabled ?? false} onSpin={spin} />}
          rightSectionWidth={25}
        />
      </Explained>
      {dice && (
        <Why reason={dice}>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={dice}
            disabled={disabled ?? false}
            onClick={() => field.set(Math.floor(Math.random() * Math.min(max + 1, 10_000)))}
          >
            <IconDice3 size={18} aria-hidden />
          </ActionIcon>
        </Why>
      )}
    </div>
  );
}
