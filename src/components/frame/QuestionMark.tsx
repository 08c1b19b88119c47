import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './QuestionMark.module.css';
import { Reason } from './Reason.tsx';

interface QuestionMarkProps {
  /** The label of the explained control. */
  readonly term: string;
  readonly reason: string;
  /** Its position: `line` is within a line of text, or beside a control. */
  readonly className?: string | undefined;
}

/**
 * A “?” that a finger can press: one press shows the reason, another hides it. It is a sibling of
 * the label, not a part of it, so that the field keeps its accessible name.
 */
export function QuestionMark({ term, reason, className = classes.line }: QuestionMarkProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => setOpen(false), []);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={`${classes.mark} ${className ?? ''}`}
        aria-label={t('page.whatIs', { term })}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        onBlur={close}
      >
        ?
      </button>
      {open && button.current && <Reason anchor={button.current} text={reason} live onClose={close} />}
    </>
  );
}

/** A term of a chart or a table, with its explanation. */
export function Term({ term, reason }: Pick<QuestionMarkProps, 'term' | 'reason'>) {
  return (
    <span className={classes.term}>
      {term}
      <QuestionMark term={term} reason={reason} />
    </span>
  );
}
