import { type PointerEvent, type RefObject, useEffect, useEffectEvent, useRef } from 'react';
import { type Crop, type CropSource, panCrop, resizeCrop, zoomStep } from '../../share/crop.ts';

interface Place {
  readonly x: number;
  readonly y: number;
}

/** One notch of a mouse wheel in CSS pixels; trackpads send fractions of it. */
const notch = 100;

/**
 * One pointer moves the crop, two resize it, the wheel zooms. Several events may come before the
 * page renders again, so the newest crop is kept here.
 */
export function useCropGestures(
  frame: RefObject<HTMLElement | null>,
  source: CropSource,
  crop: Crop,
  onChange: (crop: Crop) => void,
) {
  const newest = useRef(crop);
  const pointers = useRef(new Map<number, Place>());

  useEffect(() => {
    newest.current = crop;
  }, [crop]);

  function change(next: Crop) {
    newest.current = next;
    onChange(next);
  }

  const onWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * notch;
    const notches = Math.max(-3, Math.min(3, pixels / notch));
    change(resizeCrop(newest.current, source, newest.current.side * zoomStep ** notches));
  });

  // React's wheel listener is passive; only an active listener can keep the page from scrolling.
  useEffect(() => {
    const element = frame.current;
    const listener = (event: WheelEvent) => onWheel(event);
    element?.addEventListener('wheel', listener, { passive: false });
    return () => element?.removeEventListener('wheel', listener);
  }, [frame]);

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const before = pointers.current.get(event.pointerId);
    const width = frame.current?.clientWidth;
    if (!before || !width) return;
    const after = { x: event.clientX, y: event.clientY };
    pointers.current.set(event.pointerId, after);
    const scale = source.width / width;
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    if (!other) {
      change(panCrop(newest.current, source, (after.x - before.x) * scale, (after.y - before.y) * scale));
      return;
    }
    const apart = Math.max(1, distance(before, other));
    change(resizeCrop(newest.current, source, (newest.current.side * distance(after, other)) / apart));
  }

  function onPointerEnd(event: PointerEvent<HTMLElement>) {
    pointers.current.delete(event.pointerId);
  }

  return { onPointerDown, onPointerMove, onPointerUp: onPointerEnd, onPointerCancel: onPointerEnd };
}

function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
