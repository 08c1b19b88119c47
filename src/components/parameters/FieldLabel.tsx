import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChoiceKey, ParameterKey, SwitchKey } from '../../ml/config.ts';
import classes from './FieldLabel.module.css';

interface FieldLabelProps {
  readonly parameter: ParameterKey | SwitchKey | ChoiceKey;
  readonly waits: boolean;
}

/**
 * The parameter's name, with a mark if the run keeps another value until Reset. The mark takes no
 * room of its own, so that nothing jumps.
 */
export function FieldLabel({ parameter, waits }: FieldLabelProps) {
  const { t } = useTranslation();
  return (
    <>
      {t(`parameters.${parameter}.label`)}
      {waits && (
        <span className={classes.waits}>
          <VisuallyHidden> {t('parametersPanel.waits')}</VisuallyHidden>
        </span>
      )}
    </>
  );
}
