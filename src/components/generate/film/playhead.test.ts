import { expect, test } from 'vitest';
import { type Frames, Playhead } from './playhead.ts';

/** A clock that the test advances, at sixty frames a second. */
function clock() {
  let next: ((ms: number) => void) | null = null;
  let now = 0;
  const frames: Frames = {
    request(callback) {
      next = callback;
      return 1;
    },
    cancel() {
      next = null;
    },
  };
  const pass = (ms: number): void => {
    for (const end = now + ms; now < end; ) {
      now += 1000 / 60;
      const due = next;
      next = null;
      due?.(now);
    }
  };
  return { frames, pass };
}

test('plays a film of 50 frames in five seconds, from the beginning to the end, four times as slowly in slow motion', () => {
  const { frames, pass } = clock();
  const playhead = new Playhead(
    () => 50,
    () => false,
    frames,
  );
  const seen = new Set<number | null>();
  playhead.subscribe(() => seen.add(playhead.shown));
  playhead.toggle();
  expect(playhead).toMatchObject({ playing: true, shown: 0 });
  pass(2500);
  expect(playhead.shown).toBeGreaterThanOrEqual(23);
  expect(playhead.shown).toBeLessThanOrEqual(25);
  playhead.setSlow(true);
  const before = playhead.shown ?? 0;
  pass(1000);
  expect((playhead.shown ?? 0) - before).toBeLessThanOrEqual(3);
  playhead.setSlow(false);
  pass(3000);
  expect(playhead).toMatchObject({ playing: false, shown: null });
  expect(seen.size).toBe(51);
});

test('a second press stops it, and the next one goes on from there; moving it stops it, too', () => {
  const { frames, pass } = clock();
  const playhead = new Playhead(
    () => 10,
    () => false,
    frames,
  );
  playhead.show(4);
  playhead.toggle();
  pass(900);
  playhead.toggle();
  const stopped = playhead.shown;
  expect(stopped).toBeGreaterThan(4);
  pass(2000);
  expect(playhead.shown).toBe(stopped);
  playhead.toggle();
  playhead.show(2);
  expect(playhead).toMatchObject({ playing: false, shown: 2 });
});

test('with reduced motion it shows few pictures, each for a long time', () => {
  const { frames, pass } = clock();
  const playhead = new Playhead(
    () => 80,
    () => true,
    frames,
  );
  const seen: (number | null)[] = [];
  playhead.subscribe(() => seen.at(-1) !== playhead.shown && seen.push(playhead.shown));
  playhead.toggle();
  pass(9000);
  expect(seen).toEqual([0, 10, 20, 30, 40, 50, 60, 70, null]);
});
