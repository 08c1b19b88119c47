import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { PlaygroundError } from '../../ml/errors.ts';
import { mounted } from '../mounted.testing.tsx';

async function unsaved(frame: string): Promise<string> {
  const { place, state } = await mounted(
    `#v=1&recipe=quick&data=digits${frame}`,
    async () => {
      const { Notices } = await import('./Notices.tsx');
      return <Notices />;
    },
    (page) => page.querySelector('section'),
  );
  await act(async () => state().notices.report(new PlaygroundError('storage-full')));
  const card = await vi.waitUntil(
    async () => {
      await act(() => vi.dynamicImportSettled());
      return place.querySelector('[role=alert]');
    },
    { timeout: 60_000 },
  );
  return card.textContent ?? '';
}

it('the notice of an unsaved run advises to export it, if the page has Share', async () => {
  expect(await unsaved('')).toContain('Export the checkpoint');
});

it.each(['&embed=1', '&hide=share'])('with %s it says what will happen to the run', async (frame) => {
  const said = await unsaved(frame);
  expect(said).not.toContain('Export');
  expect(said).toContain('once this page is closed');
});
