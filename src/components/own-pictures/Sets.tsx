import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { longestName } from '../../own-pictures/limits.ts';
import { enoughToInvent, runSet, usePlayground } from '../../store/index.ts';
import type { DataSetDescription, OwnImport } from '../../store/own-import.ts';
import { formatCount } from '../../words/format.ts';
import { useMayTrainAnother } from '../transport/use-may-train.ts';
import classes from './OwnPictures.module.css';

interface SetsProps {
  readonly own: OwnImport;
  readonly onTrain: (set: DataSetDescription) => void;
}

/** The sets in this browser, with actions to train, rename and delete. */
export function Sets({ own, onTrain }: SetsProps) {
  const { t } = useTranslation();
  const sets = usePlayground((state) => state.dataSets.own);
  if (sets.length === 0) return null;
  return (
    <section aria-label={t('ownPictures.sets.label')} className={classes.sets}>
      <h3 className={classes.heading}>{t('ownPictures.sets.label')}</h3>
      <ul className={classes.list}>
        {sets.map((set) => (
          <li key={set.id} className={classes.set}>
            <OneSet own={own} set={set} onTrain={onTrain} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface OneSetProps extends SetsProps {
  readonly set: DataSetDescription;
}

function OneSet({ own, set, onTrain }: OneSetProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<'rename' | 'remove' | null>(null);
  const mayTrain = useMayTrainAnother();
  const isOfRun = usePlayground((state) => runSet(state)?.id === set.id);
  const { name, side, channels, classNames, counts } = set;
  const count = counts.train + counts.test;
  const colours = t(channels === 1 ? 'ownPictures.sets.grey' : 'ownPictures.sets.colour');
  const facts = [
    t('ownPictures.sets.facts', { pictures: formatCount(count), side, colours }),
    classNames.length > 0 && t('ownPictures.sets.classes', { count: classNames.length }),
  ];
  return (
    <>
      <div>
        <span className={classes.setName}>{name}</span>
        <p className={classes.note}>{facts.filter(Boolean).join(' · ')}</p>
        {count < enoughToInvent && <p className={classes.advice}>{t('ownPictures.few', { enough: enoughToInvent })}</p>}
      </div>
      {asked === 'rename' ? (
        <Rename
          name={name}
          onName={(next) => {
            setAsked(null);
            void own.rename(set.id, next);
          }}
        />
      ) : asked === 'remove' ? (
        <div className={classes.row}>
          <span>{t(isOfRun ? 'ownPictures.sets.sureOfRun' : 'ownPictures.sets.sure')}</span>
          <Button
            size="xs"
            color="red"
            aria-label={t('ownPictures.sets.removeNamed', { name })}
            onClick={() => void own.remove(set.id)}
          >
            {t('ownPictures.sets.remove')}
          </Button>
          <Button size="xs" variant="default" onClick={() => setAsked(null)}>
            {t('ownPictures.sets.keepIt')}
          </Button>
        </div>
      ) : (
        <div className={classes.row}>
          {mayTrain && (
            <Button size="xs" aria-label={t('ownPictures.sets.trainNamed', { name })} onClick={() => onTrain(set)}>
              {t('ownPictures.sets.train')}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            aria-label={t('ownPictures.sets.renameNamed', { name })}
            onClick={() => setAsked('rename')}
          >
            {t('ownPictures.sets.rename')}
          </Button>
          <Button
            size="xs"
            variant="default"
            aria-label={t('ownPictures.sets.removeNamed', { name })}
            onClick={() => setAsked('remove')}
          >
            {t('ownPictures.sets.remove')}
          </Button>
        </div>
      )}
    </>
  );
}

function Rename({ name, onName }: { readonly name: string; readonly onName: (name: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(name);
  return (
    <form
      className={classes.row}
      onSubmit={(event) => {
        event.preventDefault();
        onName(text);
      }}
    >
      <TextInput
        size="xs"
        data-autofocus
        aria-label={t('ownPictures.sets.newName')}
        maxLength={longestName}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <Button size="xs" type="submit">
        {t('ownPictures.sets.save')}
      </Button>
    </form>
  );
}
