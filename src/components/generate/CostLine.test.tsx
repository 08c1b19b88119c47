import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { taskLinks } from '../../share/tasks.ts';
import type { EngineSlice } from '../../store/index.ts';
import { mounted } from '../mounted.testing.tsx';

const gpu = { backend: 'webgpu', adapter: 'a GPU', software: false, features: [] } as const;
const processor = { backend: 'cpu', adapter: 'JavaScript', software: true, features: [] } as const;

/** Paint's `tool` with a U-Net, on a device. */
async function onDevice(device: EngineSlice['device'], tool: string) {
  const { place, playground, state } = await mounted(
    `#v=1&recipe=tiny&data=digits&view=paint&paint=${tool}&gcount=6`,
    async () => {
      const { PaintView } = await import('../paint/PaintView.tsx');
      return <PaintView />;
    },
    (page) => [...page.querySelectorAll('button')].find(({ textContent }) => /Generate|Compare/.test(textContent)),
  );
  const learn = (msPerPicture: number) =>
    act(async () => {
      const { run, engine } = state();
      const side = run.status?.network.shape.side ?? 0;
      playground.store.setState({
        engine: { ...engine, device },
        run: { ...run, denoisingPace: msPerPicture === 0 ? null : msPerPicture / side ** 2 },
      });
    });
  await learn(0);
  /** The quick version, with the line above it. */
  const cost = () => {
    const quick = place.querySelector('button[aria-describedby]')?.parentElement;
    return quick && `${quick.previousElementSibling?.textContent} ${quick.textContent}`;
  };
  return { place, playground, state, learn, cost };
}

it('on a processor says the steps before the press, and the time once it is known', async () => {
  const { cost, learn } = await onDevice(processor, 'steps');
  expect(cost()).toBe(
    '192 denoising steps. How long that takes on this device shows once it has begun. Quick versionup to 25 steps',
  );
  await learn(1400);
  expect(cost()).toBe(
    '192 denoising steps, about 18 minutes on this device. Quick versionup to 25 steps, about 4 minutes',
  );
  await learn(1);
  expect(cost()).toBeUndefined();
});

it('on a GPU says nothing, unless it has shown that the work is long', async () => {
  const { cost, learn } = await onDevice(gpu, 'pictures');
  expect(cost()).toBeUndefined();
  await learn(10);
  expect(cost()).toBeUndefined();
  await learn(100);
  expect(cost()).toMatch(/^50 denoising steps, about 30 seconds on this device/);
});

it('the quick version paints less and leaves the settings as they are', async () => {
  const { place, playground, state, cost } = await onDevice(processor, 'pictures');
  const generate = vi.fn(async () => {});
  await act(async () => playground.store.setState({ generate: { ...state().generate, generate } }));
  const quick = place.querySelector<HTMLButtonElement>('button[aria-describedby]');
  expect(cost()).toMatch(/Quick version4 pictures in 10 steps$/);
  await act(async () => quick?.click());
  expect(generate).toHaveBeenCalledWith({ sampleSteps: 10, generateCount: 4 });
  expect(state().look).toMatchObject({ sampleSteps: 50, generateCount: 6 });
});

it.each([
  [processor, 2],
  [gpu, 1],
])(
  'while a model opens, a slow device keeps the places of the cost and of the quick version',
  async (device, places) => {
    const { place, playground, state } = await mounted(
      taskLinks.steps,
      async () => {
        const { PaintView } = await import('../paint/PaintView.tsx');
        return <PaintView />;
      },
      (page) => page.querySelector('ul li'),
    );
    vi.stubGlobal('fetch', () => new Promise(() => {}));
    await act(async () => {
      state().modelOffer.propose('models/digits', { namedBy: 'task', link: taskLinks.steps });
      playground.store.setState({ engine: { ...state().engine, device } });
    });
    const below = (): Element[] =>
      [...(place.querySelector('ul')?.previousElementSibling?.children ?? [])].slice(-places);
    const empty = below();
    expect(empty.map(({ textContent }) => textContent)).toEqual(empty.map(() => ''));
    await act(async () => state().modelOffer.cancel());
    expect(below()).toEqual(empty);
    expect(below().some(({ textContent }) => textContent !== '')).toBe(device === processor);
  },
);
