import { Suspense } from 'react';
import { formSet, usePlayground } from '../../store/index.ts';
import { useClassWords } from '../data-set/use-class-words.ts';
import { lazyPart } from '../frame/lazy-part.tsx';
import classes from './ClassToggles.module.css';
import { ClassToggles } from './ClassToggles.tsx';

// Only the few sets with more classes than toggles load it.
const ClassPicker = lazyPart(async () => (await import('./ClassPicker.tsx')).ClassPicker);

/** More classes than these are found by a search, not shown as toggles. */
const mostToggles = 24;

/** The classes to learn from. Renders nothing if the set has none. */
export function ClassChoice() {
  const set = usePlayground(formSet);
  const classWord = useClassWords();
  if (!set || set.classNames.length === 0) return null;
  const names = set.classNames.map((name) => classWord(set.id, name));
  if (names.length <= mostToggles) return <ClassToggles names={names} />;
  return (
    <Suspense fallback={<div className={classes.pickerPlace} />}>
      <ClassPicker names={names} />
    </Suspense>
  );
}
