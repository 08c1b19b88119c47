import { expect, test } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FilmFrame, GenerateResult, Pictures, PlaygroundState } from '../../../store/index.ts';
import { FilmView } from './film-view.ts';

const pictures = (value: number): Pictures => ({ count: 1, width: 1, height: 1, rgb: new Uint8Array(3).fill(value) });
const frame = (index: number): FilmFrame => ({
  index,
  total: 4,
  timestep: 3 - index,
  noisy: pictures(index),
  predicted: pictures(10 + index),
});
const result: GenerateResult = { step: 1, seed: 1, sampling: null, noise: pictures(0), samples: pictures(99) };

/** The part of the page's state that a film depends on. */
function filmed() {
  const store = createStore(() => ({
    generate: { film: [] as readonly FilmFrame[], result: null as GenerateResult | null },
    look: { sampleSteps: 4 },
  }));
  const take = (film: readonly FilmFrame[], made: GenerateResult | null = null): void =>
    store.setState({ generate: { film, result: made } });
  const view = new FilmView(store as unknown as StoreApi<PlaygroundState>);
  const seen: (number | undefined)[] = [];
  view.subscribe(() => seen.push(view.scene()?.step));
  const end = view.connect();
  return { view, take, seen, end };
}

test('follows the film as it grows, notifies once per frame, and stays where the visitor has moved it', () => {
  const { view, take, seen, end } = filmed();
  const whole = [0, 1, 2, 3].map(frame);
  take(whole.slice(0, 1));
  take(whole.slice(0, 2));
  view.showStep(0);
  take(whole.slice(0, 3));
  expect(view.scene()?.step).toBe(0);
  take(whole, result);
  view.showStep(4);
  expect(view.scene()).toMatchObject({ step: 4, timestep: null });
  // The start, two frames, the visitor's move, two frames that change nothing visible, and the end.
  expect(seen).toEqual([undefined, 0, 1, 0, 0, 0, 4]);
  end();
  take([]);
  expect(seen).toHaveLength(7);
});

test('a new film begins at its newest frame', () => {
  const { view, take } = filmed();
  take([frame(0), frame(1), frame(2)]);
  view.showStep(1);
  take([frame(0)]);
  expect(view.playhead.shown).toBeNull();
  expect(view.scene()?.step).toBe(0);
});
