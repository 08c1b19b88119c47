import { cloneElement, type ReactElement, useEffect, useId, useRef, useState } from 'react';
import { Reason } from './Reason.tsx';

type Pointing = React.PointerEvent<HTMLElement>;
type Focusing = React.FocusEvent<HTMLElement>;

/**
 * The props that the explained element must accept; every HTML element and every control of the kit
 * does.
 */
interface Explained {
  readonly 'aria-describedby'?: string | undefined;
  readonly onPointerEnter?: (event: Pointing) => void;
  readonly onPointerLeave?: (event: Pointing) => void;
  readonly onPointerDown?: (event: Pointing) => void;
  readonly onFocus?: (event: Focusing) => void;
  readonly onBlur?: (event: Focusing) => void;
}

interface WhyProps {
  readonly reason: string;
  readonly children: ReactElement<Explained>;
}

/**
 * Long enough that a passing pointer opens nothing, and that a pointer can move onto the
 * explanation to read it.
 */
const openAfterMs = 350;
const closeAfterMs = 120;
/**
 * A press may put another control under a pointer that has not moved (Pause replaces Train); the
 * new control needs no explanation then.
 */
const quietAfterPressMs = 700;

/** The one explanation that is shown. */
let open: { readonly by: 'pointer' | 'focus'; readonly close: () => void } | null = null;

/**
 * An explanation, shown on hover, while a finger is held, or with keyboard focus; a press or Escape
 * hides it. One is shown at a time, and the pointed-at element takes precedence over the focused
 * one. The kit's own tooltip weighs 20 kB gzipped, for placements that this page does not need.
 */
export function Why({ reason, children }: WhyProps) {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The same function for the component's lifetime: it identifies the open explanation.
  const close = useRef((): void => {
    clearTimeout(timer.current);
    if (open?.close === close) open = null;
    setAnchor(null);
  }).current;
  const show = (element: HTMLElement, by: 'pointer' | 'focus'): void => {
    if (open && open.close !== close) {
      if (by === 'focus' && open.by === 'pointer') return;
      open.close();
    }
    open = { by, close };
    setAnchor(element);
  };
  const soon = (action: () => void, ms: number): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(action, ms);
  };
  useEffect(() => close, [close]);

  const { props } = children;
  return (
    <>
      {cloneElement(children, {
        'aria-describedby': anchor ? id : props['aria-describedby'],
        onPointerEnter: (event) => {
          props.onPointerEnter?.(event);
          const element = event.currentTarget;
          if (event.pointerType === 'mouse' && performance.now() - lastPress.at < quietAfterPressMs) return;
          soon(() => show(element, 'pointer'), openAfterMs);
        },
        onPointerLeave: (event) => {
          props.onPointerLeave?.(event);
          // A finger leaves when it is lifted, but the explanation that it opened stays.
          if (event.pointerType === 'touch') clearTimeout(timer.current);
          else soon(close, closeAfterMs);
        },
        onPointerDown: (event) => {
          props.onPointerDown?.(event);
          if (event.pointerType !== 'touch') close();
        },
        onFocus: (event) => {
          props.onFocus?.(event);
          // A text field counts as focus-visible however it got the focus.
          if (lastPress.by === 'keyboard' && event.target.matches(':focus-visible')) show(event.currentTarget, 'focus');
        },
        onBlur: (event) => {
          props.onBlur?.(event);
          close();
        },
      })}
      {anchor && (
        <Reason
          id={id}
          anchor={anchor}
          text={reason}
          onEnter={() => clearTimeout(timer.current)}
          onLeave={() => soon(close, closeAfterMs)}
          onClose={close}
        />
      )}
    </>
  );
}

/** How the visitor last acted, and when (ms since the page began). */
const lastPress: { by: 'keyboard' | 'pointer'; at: number } = { by: 'keyboard', at: Number.NEGATIVE_INFINITY };

if (typeof document !== 'undefined') {
  const note = (by: 'keyboard' | 'pointer') => (): void => {
    lastPress.by = by;
    lastPress.at = performance.now();
  };
  document.addEventListener('pointerdown', note('pointer'), true);
  document.addEventListener('keydown', note('keyboard'), true);
}
