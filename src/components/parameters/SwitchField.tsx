import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SwitchKey } from '../../ml/config.ts';
import { Why } from '../frame/Why.tsx';
import { defaultOf } from './defaults.ts';
import { FieldLabel } from './FieldLabel.tsx';
import classes from './SwitchField.module.css';
import { useRecipe } from './use-recipe.ts';

interface SwitchFieldProps {
  readonly parameter: SwitchKey;
  readonly value: boolean;
  /** The run goes on with another value until Reset. */
  readonly waits: boolean;
  readonly onChange: (value: boolean) => void;
}

/** A switch of the parameter table. It stands where the others have their input, so that a row of fields has one line. */
export function SwitchField({ parameter, value, waits, onChange }: SwitchFieldProps) {
  const { t } = useTranslation();
  const recipe = useRecipe();
  const standard = t(defaultOf(parameter, recipe) ? 'parametersRoom.on' : 'parametersRoom.off');
  const reason = `${t(`parameters.${parameter}.why`)} ${t('parametersRoom.default', { value: standard })}`;
  return (
    <Why reason={reason}>
      <div className={classes.field}>
        <Switch
          size="sm"
          label={<FieldLabel parameter={parameter} waits={waits} />}
          description={reason}
          classNames={{ description: classes.reason, label: classes.label }}
          checked={value}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
      </div>
    </Why>
  );
}
