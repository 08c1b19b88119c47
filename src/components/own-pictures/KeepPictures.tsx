import { Button, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fewestPictures, longestName } from '../../own-pictures/limits.ts';
import type { Collected, OwnImport } from '../../store/own-import.ts';
import classes from './OwnPictures.module.css';
import { useOwnImport } from './use-own-import.ts';

interface KeepPicturesProps {
  readonly own: OwnImport;
  readonly collected: Collected;
  readonly onKeep: () => void;
}

/** A name field, and the button that makes a set of the collected pictures. */
export function KeepPictures({ own, collected, onKeep }: KeepPicturesProps) {
  const { t } = useTranslation();
  const name = useOwnImport(own, (state) => state.name);
  const busy = useOwnImport(own, (state) => state.work !== null);
  return (
    <form
      className={classes.keep}
      onSubmit={(event) => {
        event.preventDefault();
        onKeep();
      }}
    >
      <TextInput
        label={t('ownPictures.name')}
        placeholder={t('ownPictures.standardName')}
        maxLength={longestName}
        value={name}
        onChange={({ currentTarget }) => own.set({ name: currentTarget.value })}
      />
      <Button type="submit" loading={busy} disabled={collected.counts.pictures < fewestPictures}>
        {t('ownPictures.keep')}
      </Button>
      <p className={classes.privacy}>{t('ownPictures.privacy')}</p>
    </form>
  );
}
