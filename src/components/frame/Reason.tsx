import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { placeReason } from './place-reason.ts';
import classes from './Why.module.css';

interface ReasonProps {
  /** The explained element refers to the box by this id. */
  readonly id?: string;
  readonly anchor: HTMLElement;
  readonly text: string;
  /** Read out when it opens. */
  readonly live?: boolean;
  readonly onEnter?: () => void;
  readonly onLeave?: () => void;
  readonly onClose: () => void;
}

/**
 * The box with the explanation. It follows the explained element when the page scrolls, and closes
 * when that element leaves the window.
 */
export function Reason({ id, anchor, text, live = false, onEnter, onLeave, onClose }: ReasonProps) {
  const box = useRef<HTMLDivElement>(null);
  const place = useCallback((): void => {
    const element = box.current;
    if (!element) return;
    // A field is explained as a whole, so its label and its hint stay visible.
    const target = (anchor.closest('.mantine-InputWrapper-root') ?? anchor).getBoundingClientRect();
    if (target.bottom < 0 || target.top > innerHeight || !anchor.isConnected) {
      onClose();
      return;
    }
    const { left, top } = placeReason(target, element.getBoundingClientRect(), {
      width: innerWidth,
      height: innerHeight,
    });
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
  }, [anchor, onClose]);
  useLayoutEffect(place);
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape' || (!live && (key === 'Enter' || key === ' '))) onClose();
    };
    const onPress = ({ target }: PointerEvent): void => {
      // The button that opened it closes it with its own press.
      const isOwn = target instanceof Node && (box.current?.contains(target) || (live && anchor.contains(target)));
      if (!isOwn) onClose();
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('pointerdown', onPress, true);
    document.addEventListener('scroll', place, { capture: true, passive: true });
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('pointerdown', onPress, true);
      document.removeEventListener('scroll', place, { capture: true });
    };
  }, [anchor, live, onClose, place]);
  return createPortal(
    <div
      ref={box}
      id={id}
      role={live ? 'status' : 'tooltip'}
      className={classes.reason}
      onPointerEnter={onEnter}
      onPointerLeave={onLeave}
    >
      {text}
    </div>,
    // While a dialog is open, nothing outside of it is visible.
    anchor.closest('dialog') ?? document.body,
  );
}
