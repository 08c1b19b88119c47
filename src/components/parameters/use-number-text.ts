import { useEffect, useState } from 'react';
import { isAllowed, type ParameterKey } from '../../ml/config.ts';
import { parseDecimal } from '../../share/decimal.ts';

/** What the visitor has typed and not committed. */
interface Edit {
  readonly text: string;
  /** It was committed, and is no value of the parameter. */
  readonly refused: boolean;
}

interface NumberText {
  readonly text: string;
  readonly refused: boolean;
  /** What an arrow starts from. */
  readonly newest: number;
  type(text: string): void;
  commit(): void;
  /** The value before typing is back. */
  restore(): void;
  set(value: number): void;
}

/**
 * The text of a number's field. It stays as typed until it is committed: on its way to 1e-4 it reads 1, which a run in progress
 * would not survive as its learning rate. What cannot be taken stays too, until it is corrected or taken back.
 */
export function useNumberText(
  parameter: ParameterKey,
  value: number,
  max: number,
  onChange: (value: number) => void,
): NumberText {
  const [edit, setEdit] = useState<Edit | null>(null);
  // Set from elsewhere: a link, a checkpoint, Take back.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the value changes, whatever it is
  useEffect(() => setEdit(null), [value]);

  const typed = edit ? parseDecimal(edit.text) : value;
  const allowed = isAllowed(parameter, typed) && typed <= max;
  const set = (next: number): void => {
    setEdit(null);
    if (next !== value) onChange(next);
  };
  return {
    text: edit?.text ?? String(value),
    refused: !allowed && (edit?.refused ?? false),
    newest: allowed ? typed : value,
    type: (text) => setEdit({ text, refused: edit?.refused ?? false }),
    commit() {
      if (!edit) return;
      if (allowed) set(typed);
      else setEdit({ ...edit, refused: true });
    },
    restore: () => setEdit(null),
    set,
  };
}
