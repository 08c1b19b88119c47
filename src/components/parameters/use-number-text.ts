import { useEffect, useState } from 'react';
import { isAllowed, type ParameterKey } from '../../ml/config.ts';
import { parseDecimal } from '../../share/decimal.ts';

/** Typed text that has not been accepted. */
interface Edit {
  readonly text: string;
  /** The text was committed, but is not a valid value of the parameter. */
  readonly refused: boolean;
}

interface NumberText {
  readonly text: string;
  readonly refused: boolean;
  /** The value from which an arrow key starts. */
  readonly newest: number;
  type(text: string): void;
  commit(): void;
  /** Restores the value from before the typing. */
  restore(): void;
  set(value: number): void;
}

/**
 * The text of a number field. It stays as typed until it is committed: while 1e-4 is being typed
 * the field reads 1, which as a learning rate would ruin a run. Invalid text also stays, until it
 * is corrected or restored.
 */
export function useNumberText(
  parameter: ParameterKey,
  value: number,
  max: number,
  onChange: (value: number) => void,
): NumberText {
  const [edit, setEdit] = useState<Edit | null>(null);
  // The value was set from elsewhere: by a link, a checkpoint, or Take back.
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
