import { type ReactNode, startTransition, useEffect, useState } from 'react';
import classes from './Later.module.css';

/** What is not seen at first comes once the rest has been painted: two short pauses in the place of a long one. */
export function Later({ children }: { readonly children: ReactNode }) {
  const [there, setThere] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => startTransition(() => setThere(true)));
    return () => cancelAnimationFrame(frame);
  }, []);
  return there ? children : <div className={classes.place} />;
}
