import type { ComponentProps } from 'react';
import classes from './Explained.module.css';
import { QuestionMark } from './QuestionMark.tsx';
import { Why } from './Why.tsx';

interface ExplainedProps extends ComponentProps<typeof Why> {
  /** The label of the explained control. */
  readonly term: string;
  readonly className?: string | undefined;
  /** The control has no visible label: the “?” is beside it. */
  readonly beside?: boolean;
}

/**
 * A field with an explanation. Pointer and keyboard users get it on the field itself; a “?” beside
 * the label shows it to everybody.
 */
export function Explained({ term, className, beside = false, ...why }: ExplainedProps) {
  return (
    <div className={`${beside ? classes.beside : classes.explained} ${className ?? ''}`}>
      <Why {...why} />
      <QuestionMark term={term} reason={why.reason} className={beside ? undefined : classes.corner} />
    </div>
  );
}
