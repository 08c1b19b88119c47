import { Chip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import classes from './ClassToggles.module.css';

/** At least one class stays chosen: the last one cannot be switched off. */
export function ClassToggles({ names }: { readonly names: readonly string[] }) {
  const { t } = useTranslation();
  const chosen = usePlayground((state) => state.run.draft.classes);
  const edit = usePlayground((state) => state.run.edit);
  const choose = (values: string[]): void => {
    if (values.length > 0) edit({ classes: values.map(Number).sort((a, b) => a - b) });
  };
  return (
    <fieldset className={classes.toggles}>
      <legend className={classes.legend}>{t('data.classes')}</legend>
      <Chip.Group multiple value={chosen.map(String)} onChange={choose}>
        {names.map((name, index) => (
          <Chip
            key={name}
            value={String(index)}
            size="xs"
            variant="outline"
            radius="sm"
            classNames={{ label: classes.label, iconWrapper: classes.mark }}
          >
            {name}
          </Chip>
        ))}
      </Chip.Group>
    </fieldset>
  );
}
