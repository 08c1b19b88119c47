import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { formatCount } from '../../words/format.ts';
import classes from './ClassPicker.module.css';

/** Rows that are rendered; a search finds the others. */
const mostRows = 100;

/**
 * A picker for many classes: search by name or number, choose one by one or all found. At least one
 * stays chosen.
 */
export function ClassPicker({ names }: { readonly names: readonly string[] }) {
  const { t } = useTranslation();
  const chosen = usePlayground((state) => state.run.draft.classes);
  const edit = usePlayground((state) => state.run.edit);
  const [search, setSearch] = useState('');
  const isChosen = new Set(chosen);
  const wanted = search.trim().toLowerCase();
  const found = [...names.keys()].filter(
    (index) => String(index) === wanted || (names[index] ?? '').toLowerCase().includes(wanted),
  );
  const choose = (classes: readonly number[]): void => {
    if (classes.length > 0) edit({ classes: [...classes].sort((a, b) => a - b) });
  };
  const toggle = (index: number): void =>
    choose(isChosen.has(index) ? chosen.filter((other) => other !== index) : [...chosen, index]);
  return (
    <fieldset className={classes.picker}>
      <legend className={classes.legend}>{t('data.classes')}</legend>
      <div className={classes.head}>
        <TextInput
          size="xs"
          className={classes.search}
          aria-label={t('data.classSearch')}
          placeholder={t('data.classSearch')}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        {wanted !== '' && found.length > 0 && (
          <Button size="xs" variant="default" onClick={() => choose(found)}>
            {t('data.classesOnly', { count: found.length })}
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          disabled={chosen.length === names.length}
          onClick={() => choose([...names.keys()])}
        >
          {t('data.classesAll')}
        </Button>
      </div>
      <div className={classes.list}>
        {found.slice(0, mostRows).map((index) => (
          <label key={index} className={classes.row}>
            <input type="checkbox" checked={isChosen.has(index)} onChange={() => toggle(index)} />
            <span>{names[index]}</span>
          </label>
        ))}
        {found.length === 0 && <p className={classes.note}>{t('data.classesNone')}</p>}
        {found.length > mostRows && (
          <p className={classes.note}>{t('data.classesMore', { count: found.length - mostRows })}</p>
        )}
      </div>
      <p className={classes.note} aria-live="polite">
        {t('data.classesChosen', { chosen: formatCount(chosen.length), count: names.length })}
      </p>
    </fieldset>
  );
}
