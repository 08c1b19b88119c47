import { type ReactNode, useId } from 'react';
import classes from './PanelFrame.module.css';
import { QuestionMark } from './QuestionMark.tsx';

export interface PanelFrameProps {
  readonly title: string;
  readonly about?: ReactNode;
  /** An explanation of the panel's chart or table, shown at a “?” beside the title. */
  readonly help?: string;
  /** Placed opposite the title: the source of the pictures, or a control for the whole panel. */
  readonly aside?: ReactNode;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** One part of a page: a landmark with a heading. */
export function PanelFrame({ title, about, help, aside, className, children }: PanelFrameProps) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className={`${classes.panel} ${className ?? ''}`}>
      <header className={classes.head}>
        <div className={classes.titleLine}>
          <h2 id={heading} className={classes.title}>
            {title}
          </h2>
          {help && <QuestionMark term={title} reason={help} />}
        </div>
        {aside && <div className={classes.aside}>{aside}</div>}
      </header>
      {about && <div className={classes.about}>{about}</div>}
      {children}
    </section>
  );
}
