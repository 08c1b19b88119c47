import { InputWrapper, Switch } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { SwitchKey } from '../../ml/config.ts';
import { formSet, usePlayground } from '../../store/index.ts';
import { joinSentences } from '../../words/format.ts';
import { Explained } from '../frame/Explained.tsx';
import { defaultOf, useRecipe } from './defaults.ts';
import { FieldLabel } from './FieldLabel.tsx';
import classes from './SwitchField.module.css';

interface SwitchFieldProps {
  readonly parameter: SwitchKey;
  readonly value: boolean;
  /** The run keeps another value until Reset. */
  readonly waits: boolean;
  readonly onChange: (value: boolean) => void;
}

/** A switch of the parameter table, placed below its label like the inputs in the same row. */
export function SwitchField({ parameter, value, waits, onChange }: SwitchFieldProps) {
  const { t } = useTranslation();
  const recipe = useRecipe();
  const set = usePlayground(formSet);
  const id = useId();
  const standard = t(defaultOf(parameter, recipe, set) ? 'parametersPanel.on' : 'parametersPanel.off');
  const reason = joinSentences(t(`parameters.${parameter}.why`), t('parametersPanel.default', { value: standard }));
  return (
    <Explained term={t(`parameters.${parameter}.label`)} reason={reason}>
      <div>
        <InputWrapper id={id} label={<FieldLabel parameter={parameter} waits={waits} />}>
          <div className={classes.line}>
            <Switch
              id={id}
              size="sm"
              description={reason}
              classNames={{ description: classes.reason }}
              checked={value}
              onChange={({ currentTarget }) => onChange(currentTarget.checked)}
            />
          </div>
        </InputWrapper>
      </div>
    </Explained>
  );
}
