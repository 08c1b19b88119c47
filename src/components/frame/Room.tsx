import { type ReactNode, useId } from 'react';
import { Boundary } from './Boundary.tsx';
import classes from './Room.module.css';

interface RoomProps {
  readonly title: string;
  readonly about?: ReactNode;
  /** Stands opposite the title: where the room's pictures come from, or a control of the whole room. */
  readonly aside?: ReactNode;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** One part of the page: a landmark with a heading. */
export function Room({ title, about, aside, className, children }: RoomProps) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className={`${classes.room} ${className ?? ''}`}>
      <header className={classes.head}>
        <h2 id={heading} className={classes.title}>
          {title}
        </h2>
        {aside && <div className={classes.aside}>{aside}</div>}
      </header>
      {about && <p className={classes.about}>{about}</p>}
      <Boundary>{children}</Boundary>
    </section>
  );
}
