import { type ComponentProps, useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Explained.module.css';
import { Reason } from './Reason.tsx';
import { Why } from './Why.tsx';

interface ExplainedProps extends ComponentProps<typeof Why> {
  /** What is explained, as its label says it. */
  readonly term: string;
  readonly className?: string | undefined;
}

/** A labelled field with its reason, which the pointer and the keyboard find on the field, and everybody at a “?” beside its label. */
export function Explained({ term, className, ...why }: ExplainedProps) {
  return (
    <div className={`${classes.explained} ${className ?? ''}`}>
      <Why {...why} />
      <QuestionMark term={term} reason={why.reason} />
    </div>
  );
}

/** A press shows the reason, another hides it. A sibling of the label, not a part of it: the field's name stays as it is. */
function QuestionMark({ term, reason }: { readonly term: string; readonly reason: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => setOpen(false), []);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={classes.mark}
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
