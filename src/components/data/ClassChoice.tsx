import { Suspense } from 'react';
import { formSet, usePlayground } from '../../store/index.ts';
import { useClassWords } from '../data-set/use-class-words.ts';
import { lazyPart } from '../frame/lazy-part.tsx';
import classes from './ClassToggles.module.css';
import { ClassToggles } from './ClassToggles.tsx';

// Loaded by the few sets that have more classes than toggles fit.
const ClassPicker = lazyPart(async () => (await import('./ClassPicker.tsx')).ClassPicker);

/** More than these are searched rather than seen at a glance. */
const mostToggles = 24;

/** Which classes to learn from: nothing where there are none. */
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
