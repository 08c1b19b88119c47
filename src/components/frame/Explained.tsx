import type { ComponentProps } from 'react';
import classes from './Explained.module.css';
import { QuestionMark } from './QuestionMark.tsx';
import { Why } from './Why.tsx';

interface ExplainedProps extends ComponentProps<typeof Why> {
  /** What is explained, as its label says it. */
  readonly term: string;
  readonly className?: string | undefined;
  /** The control has no visible label: the “?” is beside it. */
  readonly beside?: boolean;
}

/** A field with its reason, which the pointer and the keyboard find on the field, and everybody at a “?” beside its label. */
export function Explained({ term, className, beside = false, ...why }: ExplainedProps) {
  return (
    <div className={`${beside ? classes.beside : classes.explained} ${className ?? ''}`}>
      <Why {...why} />
      <QuestionMark term={term} reason={why.reason} className={beside ? undefined : classes.corner} />
    </div>
  );
}
