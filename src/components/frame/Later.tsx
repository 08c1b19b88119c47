import { type ReactNode, startTransition, useEffect, useState } from 'react';
import classes from './Later.module.css';

/**
 * Parts that are not visible at first are rendered after the rest has been painted: two short
 * pauses instead of a long one.
 */
export function Later({ children }: { readonly children: ReactNode }) {
  const [there, setThere] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => startTransition(() => setThere(true)));
    return () => cancelAnimationFrame(frame);
  }, []);
  return there ? children : <div className={classes.place} />;
}
