import { cloneElement, type ReactElement, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import classes from './Why.module.css';

/** What the explained element must take: every element of HTML and every control of the kit does. */
interface Explained {
  readonly 'aria-describedby'?: string | undefined;
  readonly onMouseEnter?: (event: React.MouseEvent<HTMLElement>) => void;
  readonly onMouseLeave?: () => void;
  readonly onFocus?: (event: React.FocusEvent<HTMLElement>) => void;
  readonly onBlur?: (event: React.FocusEvent<HTMLElement>) => void;
}

interface WhyProps {
  readonly reason: string;
  readonly children: ReactElement<Explained>;
}

/** Long enough that a pointer which passes by opens nothing, and that one can be moved onto the reason to read it in peace. */
const openAfterMs = 350;
const closeAfterMs = 120;

/**
 * A reason, one hover or keyboard focus away from what it explains; Escape takes it away. The kit's own tooltip weighs 20 kB gzipped,
 * for placements that this page does not need.
 */
export function Why({ reason, children }: WhyProps) {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const later = (element: HTMLElement | null): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setAnchor(element), element ? openAfterMs : closeAfterMs);
  };
  const now = (element: HTMLElement | null): void => {
    clearTimeout(timer.current);
    setAnchor(element);
  };
  useEffect(() => () => clearTimeout(timer.current), []);

  const { props } = children;
  return (
    <>
      {cloneElement(children, {
        'aria-describedby': anchor ? id : props['aria-describedby'],
        onMouseEnter: (event) => {
          props.onMouseEnter?.(event);
          later(event.currentTarget);
        },
        onMouseLeave: () => {
          props.onMouseLeave?.();
          later(null);
        },
        onFocus: (event) => {
          props.onFocus?.(event);
          if (event.currentTarget.matches(':focus-visible')) now(event.currentTarget);
        },
        onBlur: (event) => {
          props.onBlur?.(event);
          now(null);
        },
      })}
      {anchor && (
        <Reason
          id={id}
          anchor={anchor}
          text={reason}
          onEnter={() => clearTimeout(timer.current)}
          onLeave={() => later(null)}
          onEscape={() => now(null)}
        />
      )}
    </>
  );
}

interface ReasonProps {
  readonly id: string;
  readonly anchor: HTMLElement;
  readonly text: string;
  readonly onEnter: () => void;
  readonly onLeave: () => void;
  readonly onEscape: () => void;
}

/** Below what it explains, or above where there is no room; never beyond the window. */
function Reason({ id, anchor, text, onEnter, onLeave, onEscape }: ReasonProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const gap = 6;
    const margin = 8;
    const target = anchor.getBoundingClientRect();
    const { width, height } = element.getBoundingClientRect();
    const below = target.bottom + gap;
    const top = below + height + margin > innerHeight ? target.top - gap - height : below;
    const left = target.left + target.width / 2 - width / 2;
    element.style.top = `${Math.max(margin, top)}px`;
    element.style.left = `${Math.max(margin, Math.min(left, innerWidth - width - margin))}px`;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onEscape();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
  return createPortal(
    <div ref={box} id={id} role="tooltip" className={classes.reason} onMouseEnter={onEnter} onMouseLeave={onLeave}>
      {text}
    </div>,
    // Inside an open dialog nothing outside of it can be seen.
    anchor.closest('dialog') ?? document.body,
  );
}
