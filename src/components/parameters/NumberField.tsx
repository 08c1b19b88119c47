import { ActionIcon, NumberInput, VisuallyHidden } from '@mantine/core';
import { IconDice3 } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  isAllowed,
  lookDefaults,
  type NumberParameter,
  type ParameterKey,
  parameters,
  recipes,
} from '../../ml/config.ts';
import { Why } from '../frame/Why.tsx';
import classes from './NumberField.module.css';

interface NumberFieldProps {
  readonly parameter: ParameterKey;
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** The run goes on with another value until Reset. */
  readonly waits?: boolean;
  /** A button that draws one by chance, with this name. */
  readonly dice?: string;
  readonly disabled?: boolean;
}

/** A number of the parameter table: its label, range, default and reason all come from there. */
export function NumberField({ parameter, value, onChange, waits, dice, disabled }: NumberFieldProps) {
  const { t } = useTranslation();
  const { min, max, step, integer }: NumberParameter = parameters[parameter];
  const [text, setText] = useState<number | string>(value);
  useEffect(() => setText(value), [value]);
  const allowed = text !== '' && isAllowed(parameter, Number(text));
  const problem = t(integer ? 'parametersRoom.notAllowedWhole' : 'parametersRoom.notAllowed', { min, max });
  const reason = `${t(`parameters.${parameter}.why`)} ${t('parametersRoom.default', { value: defaultOf(parameter) })}`;

  return (
    <div className={classes.field}>
      <Why reason={reason}>
        <NumberInput
          size="sm"
          className={classes.input}
          classNames={{ error: classes.error, description: classes.reason }}
          description={reason}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          label={
            <>
              {t(`parameters.${parameter}.label`)}
              {waits && <WaitsMark />}
            </>
          }
          value={text}
          step={step}
          min={min}
          max={max}
          clampBehavior="none"
          allowDecimal={!integer}
          allowNegative={min < 0}
          decimalScale={integer ? 0 : 6}
          disabled={disabled ?? false}
          inputMode={integer ? 'numeric' : 'decimal'}
          error={allowed ? undefined : problem}
          onChange={(next) => {
            setText(next);
            if (next !== '' && isAllowed(parameter, Number(next))) onChange(Number(next));
          }}
          onBlur={() => setText(value)}
        />
      </Why>
      {dice && (
        <Why reason={dice}>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={dice}
            disabled={disabled ?? false}
            onClick={() => onChange(Math.floor(Math.random() * Math.min(max + 1, 10_000)))}
          >
            <IconDice3 size={18} aria-hidden />
          </ActionIcon>
        </Why>
      )}
    </div>
  );
}

/** Takes no room of its own: nothing jumps. */
function WaitsMark() {
  const { t } = useTranslation();
  return (
    <span className={classes.waits}>
      <VisuallyHidden> {t('parametersRoom.waits')}</VisuallyHidden>
    </span>
  );
}

function defaultOf(parameter: ParameterKey): number {
  const defaults: Readonly<Record<ParameterKey, number>> = { ...recipes.article.experiment, ...lookDefaults };
  return defaults[parameter];
}
