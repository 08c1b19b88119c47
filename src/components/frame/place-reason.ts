/** In CSS pixels of the window. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

type Size = Pick<Box, 'width' | 'height'>;

const gap = 6;
const margin = 8;

/**
 * Below the explained element, or above or beside it if there is no room below. Never covers the
 * element or leaves the window.
 */
export function placeReason(target: Box, reason: Size, room: Size): { readonly left: number; readonly top: number } {
  const within = (from: number, size: number, whole: number): number =>
    Math.max(margin, Math.min(from, whole - size - margin));
  const left = within(target.left + target.width / 2 - reason.width / 2, reason.width, room.width);
  const below = target.top + target.height + gap;
  if (below + reason.height + margin <= room.height) return { left, top: below };
  const above = target.top - gap - reason.height;
  if (above >= margin) return { left, top: above };
  const top = within(target.top + target.height / 2 - reason.height / 2, reason.height, room.height);
  const after = target.left + target.width + gap;
  const before = target.left - gap - reason.width;
  if (after + reason.width + margin <= room.width) return { left: after, top };
  return { left: before >= margin ? before : left, top };
}
