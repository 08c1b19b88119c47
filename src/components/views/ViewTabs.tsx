import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { viewNames } from '../../share/view-names.ts';
import classes from './ViewTabs.module.css';

/** The tabs of the views. The `Tabs` that they belong to surrounds the whole page. */
export function ViewTabs() {
  const { t } = useTranslation();
  return (
    <Tabs.List className={classes.list} aria-label={t('views.label')}>
      {viewNames.map((name) => (
        <Tabs.Tab key={name} value={name} className={classes.tab}>
          {t(`views.${name}`)}
        </Tabs.Tab>
      ))}
    </Tabs.List>
  );
}
