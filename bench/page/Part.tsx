import { type ReactNode, useId } from 'react';
import classes from './Part.module.css';

interface PartProps {
  readonly title: string;
  readonly about?: ReactNode;
  /** Opposite the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** One part of the page: a landmark with a heading. */
export function Part({ title, about, aside, children }: PartProps) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className={classes.part}>
      <header className={classes.head}>
        <h2 id={heading} className={classes.title}>
          {title}
        </h2>
        {aside && <div className={classes.aside}>{aside}</div>}
      </header>
      {about && <p className={classes.about}>{about}</p>}
      {children}
    </section>
  );
}
