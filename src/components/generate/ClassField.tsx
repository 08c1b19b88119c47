import { NativeSelect, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { classIndexOf, classValueOf, runSet, usePlayground } from '../../store/index.ts';
import { joinSentences } from '../../words/format.ts';
import { useClassWords } from '../data-set/use-class-words.ts';
import { Explained } from '../frame/Explained.tsx';

/** More classes than these are found by a search, not listed. */
const mostOptions = 40;

interface ClassFieldProps {
  /** Repair has a class of its own; the tools of Paint share one. */
  readonly setting?: 'sampleClass' | 'restoreClass';
}

/** The class that the pictures should show. */
export function ClassField({ setting = 'sampleClass' }: ClassFieldProps) {
  const { t } = useTranslation();
  const set = usePlayground(runSet);
  const network = usePlayground((state) => state.run.status?.network);
  const value = usePlayground((state) => state.look[setting]);
  const setLook = usePlayground((state) => state.look.set);
  const names = useClassNames();
  const chosen = classIndexOf(value, set);
  const choose = (index: number | null): void => setLook({ [setting]: classValueOf(index, set) });
  const any = t('generate.anyClass');
  const reason = joinSentences(t(`parameters.${setting}.why`), t('parametersPanel.default', { value: any }));
  const field = { names, chosen, any, reason, label: t(`parameters.${setting}.label`), onChoose: choose };
  if (!network?.knowsClasses) return null;
  return names.length > mostOptions ? <ClassSearch {...field} /> : <ClassSelect {...field} />;
}

/** The class at the end of a walk; a walk begins with the class of `ClassField`. */
export function WalkClassField({ disabled }: { readonly disabled: boolean }) {
  const { t } = useTranslation();
  const set = usePlayground(runSet);
  const { walkClass, set: setLook } = usePlayground((state) => state.look);
  const names = useClassNames();
  const field = {
    names,
    chosen: disabled ? null : classIndexOf(walkClass, set),
    any: t('paint.walk.sameClass'),
    reason: t('parameters.walkClass.why'),
    label: t('parameters.walkClass.label'),
    disabled,
    onChoose: (index: number | null) => setLook({ walkClass: classValueOf(index, set) }),
  };
  return names.length > mostOptions ? <ClassSearch {...field} /> : <ClassSelect {...field} />;
}

/**
 * The names by class number. If the network has learned other classes than the set's, no names are
 * known.
 */
export function useClassNames(): readonly string[] {
  const { t } = useTranslation();
  const set = usePlayground(runSet);
  const classWord = useClassWords();
  const count = usePlayground((state) => state.run.status?.network.classes) ?? 0;
  const names = set?.classNames.length === count ? set.classNames : [];
  return Array.from(
    { length: count },
    (_, number) => classWord(set?.id, names[number]) || t('data.classNumber', { number }),
  );
}

interface FieldProps {
  readonly names: readonly string[];
  /** Null: any. */
  readonly chosen: number | null;
  readonly any: string;
  readonly label: string;
  readonly reason: string;
  readonly disabled?: boolean;
  readonly onChoose: (index: number | null) => void;
}

function ClassSelect({ names, chosen, any, label, reason, disabled = false, onChoose }: FieldProps) {
  const data = [{ value: '', label: any }, ...names.map((name, index) => ({ value: String(index), label: name }))];
  return (
    <Explained term={label} reason={reason}>
      <NativeSelect
        size="sm"
        label={label}
        value={chosen ?? ''}
        disabled={disabled}
        data={data}
        onChange={({ currentTarget: { value } }) => onChoose(value === '' ? null : Number(value))}
      />
    </Explained>
  );
}

/** Typed text takes effect once it is the name of a class; the browser suggests matching names. */
function ClassSearch({ names, chosen, any, label, reason, disabled = false, onChoose }: FieldProps) {
  const list = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const take = (text: string): void => {
    setTyped(text);
    const wanted = text.trim().toLowerCase();
    const index = names.findIndex((name) => name.toLowerCase() === wanted);
    if (index >= 0) onChoose(index);
    else if (wanted === any) onChoose(null);
  };
  return (
    <>
      <Explained term={label} reason={reason}>
        <TextInput
          size="sm"
          label={label}
          list={list}
          autoComplete="off"
          disabled={disabled}
          value={typed ?? (chosen === null ? any : (names[chosen] ?? ''))}
          onFocus={() => setTyped('')}
          onBlur={() => setTyped(null)}
          onChange={({ currentTarget }) => take(currentTarget.value)}
        />
      </Explained>
      <datalist id={list}>
        <option value={any} />
        {names.map((name, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the class
          <option key={index} value={name} />
        ))}
      </datalist>
    </>
  );
}
