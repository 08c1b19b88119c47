import { ActionIcon, TextInput, VisuallyHidden } from '@mantine/core';
import { IconDice3 } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { lookDefaults, type NumberParameter, type ParameterKey, parameters, recipes } from '../../ml/config.ts';
import { Why } from '../frame/Why.tsx';
import classes from './NumberField.module.css';
import { neighbour } from './neighbour.ts';
import { SpinButtons } from './SpinButtons.tsx';
import { useNumberText } from './use-number-text.ts';

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
  const { min, max, integer }: NumberParameter = parameters[parameter];
  const field = useNumberText(parameter, value, onChange);
  const spin = (direction: 1 | -1): void => field.set(neighbour(parameter, field.newest, direction));
  const problem = t(integer ? 'parametersRoom.notAllowedWhole' : 'parametersRoom.notAllowed', { min, max });
  const reason = `${t(`parameters.${parameter}.why`)} ${t('parametersRoom.default', { value: defaultOf(parameter) })}`;

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') field.commit();
    else if (event.key === 'Escape') field.restore();
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault(); // the caret stays
      spin(event.key === 'ArrowUp' ? 1 : -1);
    }
  }

  return (
    <div className={classes.field}>
      <Why reason={reason}>
        <TextInput
          size="sm"
          role="spinbutton"
          aria-valuenow={value}
          aria-valuemin={min}
          aria-valuemax={max}
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
      </Why>
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
