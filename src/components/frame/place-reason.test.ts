import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeReason } from './place-reason.ts';

const reason = { width: 280, height: 60 };

it('is placed below; above if there is no room below; beside an element as tall as the window', () => {
  const room = { width: 1440, height: 900 };
  expect(placeReason({ left: 500, top: 100, width: 100, height: 40 }, reason, room)).toEqual({ left: 410, top: 146 });
  expect(placeReason({ left: 500, top: 850, width: 100, height: 40 }, reason, room)).toEqual({ left: 410, top: 784 });
  expect(placeReason({ left: 0, top: 10, width: 100, height: 880 }, reason, room)).toEqual({ left: 106, top: 420 });
});

it('never covers the element that it explains and stays in the window', () => {
  const room = { width: 390, height: 844 };
  const target = fc.record({
    left: fc.integer({ min: 0, max: 190 }),
    top: fc.integer({ min: 0, max: 744 }),
    width: fc.integer({ min: 10, max: 200 }),
    height: fc.integer({ min: 10, max: 100 }),
  });
  fc.assert(
    fc.property(target, (box) => {
      const { left, top } = placeReason(box, reason, room);
      expect(top + reason.height <= box.top || top >= box.top + box.height).toBe(true);
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(8);
      expect(left + reason.width).toBeLessThanOrEqual(room.width - 8);
      expect(top + reason.height).toBeLessThanOrEqual(room.height - 8);
    }),
  );
});
