import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { PlaygroundError } from '../../ml/errors.ts';
import type { ViewName } from '../../share/view-names.ts';
import type { PlaygroundState } from '../../store/index.ts';
import { mounted } from '../mounted.testing.tsx';

/** The line above the view and the notices of the corner, on a device where `backend` computes. */
async function onDevice(backend: 'webgl' | 'cpu', view: string, frame = '') {
  const { place, state } = await mounted(
    `#v=1&recipe=quick&data=digits&view=${view}${frame}`,
    async () => {
      const [{ SlowerDevice }, { Notices }] = await Promise.all([
        import('./SlowerDevice.tsx'),
        import('./Notices.tsx'),
      ]);
      return (
        <>
          <SlowerDevice />
          <Notices />
        </>
      );
    },
    (page) => page.querySelector('section'),
  );
  await act(async () => state().notices.report(missing(backend)));
  return { place, state };
}

const missing = (backend: string) =>
  new PlaygroundError('webgpu-unavailable', { reason: { code: 'no-adapter' }, backend });

/** Waits until the line has loaded: its paragraph. */
const lineIn = (place: Element): Promise<Element> =>
  vi.waitUntil(
    async () => {
      await act(() => vi.dynamicImportSettled());
      return place.querySelector('p');
    },
    { timeout: 60_000 },
  );

async function show(state: () => PlaygroundState, view: ViewName): Promise<void> {
  await act(async () => state().view.show(view));
}

it('says without WebGPU what takes longer in the current view, and nothing on Start', async () => {
  const { place, state } = await onDevice('webgl', 'paint');
  const line = await lineIn(place);
  expect(line.textContent).toBe('WebGPU cannot be used here. Painting runs on WebGL and takes longer.');
  await show(state, 'repair');
  expect(line.textContent).toBe('WebGPU cannot be used here. Repairing runs on WebGL and takes longer.');
  await show(state, 'start');
  expect(place.querySelector('p')).toBeNull();
});

it('interrupts a screen reader once, with the sentence that is the same in every view', async () => {
  const { place, state } = await onDevice('webgl', 'paint');
  const alert = (await lineIn(place)).querySelector('[role=alert]');
  expect(alert?.textContent).toBe('WebGPU cannot be used here.');
  await show(state, 'repair');
  expect(place.querySelector('[role=alert]')).toBe(alert);
  await show(state, 'start');
  await show(state, 'paint');
  expect((await lineIn(place)).textContent).toMatch(/^WebGPU cannot be used here/);
  expect(place.querySelector('[role=alert]')).toBeNull();
});

it('mentions only painting and repairing in a page that leaves training out', async () => {
  const { place, state } = await onDevice('cpu', 'paint', '&hide=training');
  expect((await lineIn(place)).textContent).toMatch(/Painting runs on the CPU/);
  await show(state, 'learn');
  expect(place.querySelector('p')).toBeNull();
});

it('names WebGPU and WebGL as missing on the CPU, says why on demand, and disappears when closed', async () => {
  const { place } = await onDevice('cpu', 'learn');
  const line = await lineIn(place);
  expect(line.textContent).toMatch(/^Neither WebGPU nor WebGL can be used here. Training runs on the CPU/);
  // The corner, which the other notices have, stays empty.
  expect(place.querySelector('section')?.textContent).toBe('');
  const [why, close] = line.parentElement?.querySelectorAll('button') ?? [];
  await act(async () => why?.click());
  expect(document.querySelector('[role=status]')?.textContent).toMatch(/no adapter.*A current Chrome/);
  await act(async () => close?.click());
  expect(place.querySelector('p')).toBeNull();
});
