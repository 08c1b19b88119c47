import '../../words/help.ts';
import { Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../frame/Dialog.tsx';
import classes from './Help.module.css';
import { wantQuestionMark, wantsQuestionMark } from './question-mark.ts';

export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(wantsQuestionMark);
  return (
    <Dialog title={t('help.title')} onClose={onClose}>
      {() => (
        <div className={classes.parts}>
          <h3 className={classes.heading}>{t('help.keys')}</h3>
          <List entries={t('help.keyList', { returnObjects: true })} keys />
          <Switch
            className={classes.switch}
            label={t('help.questionMark')}
            checked={wanted}
            onChange={({ currentTarget: { checked } }) => {
              setWanted(checked);
              wantQuestionMark(checked);
            }}
          />
          <h3 className={classes.heading}>{t('help.words')}</h3>
          <List entries={t('help.glossary', { returnObjects: true })} />
        </div>
      )}
    </Dialog>
  );
}

function List({
  entries,
  keys = false,
}: {
  readonly entries: readonly (readonly [string, string])[];
  readonly keys?: boolean;
}) {
  return (
    <dl className={classes.list}>
      {entries.map(([name, meaning]) => (
        <div key={name}>
          <dt>{keys ? <kbd>{name}</kbd> : name}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
