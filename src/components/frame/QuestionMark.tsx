import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './QuestionMark.module.css';
import { Reason } from './Reason.tsx';

interface QuestionMarkProps {
  /** What is explained, as its label says it. */
  readonly term: string;
  readonly reason: string;
  /** Its place: `line` is within a line of words, or beside a control. */
  readonly className?: string | undefined;
}

/** A “?” that a finger can press: a press shows the reason, another hides it. A sibling of the label, not a part of it: the field's name stays as it is. */
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

/** A word of a chart or a table, and what it means. */
export function Term({ term, reason }: Pick<QuestionMarkProps, 'term' | 'reason'>) {
  return (
    <span className={classes.term}>
      {term}
      <QuestionMark term={term} reason={reason} />
    </span>
  );
}
