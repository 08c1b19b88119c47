import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { PlaygroundError } from '../../ml/errors.ts';
import { mounted } from '../mounted.testing.tsx';

/** The page's notices after a run could not be saved. */
async function unsaved(frame: string) {
  const { place, state } = await mounted(
    `#v=1&recipe=quick&data=digits${frame}`,
    async () => {
      const { Notices } = await import('./Notices.tsx');
      return <Notices />;
    },
    (page) => page.querySelector('section'),
  );
  await act(async () =>
    state().notices.report(
      new PlaygroundError('storage-unavailable', { reason: { code: 'quoted', text: 'SecurityError' } }),
    ),
  );
  const card = async () => {
    const button = await vi.waitUntil(
      async () => {
        await act(() => vi.dynamicImportSettled());
        return place.querySelector('button');
      },
      { timeout: 60_000 },
    );
    return button.parentElement;
  };
  return { place, state, card };
}

it('the notice of an unsaved run says why and advises to export it, if the page has Share', async () => {
  const card = await (await unsaved('')).card();
  expect(card?.role).toBe('alert');
  expect(card?.textContent).toMatch(/SecurityError.*Export the checkpoint/);
});

it.each(['&embed=1', '&hide=share'])('with %s it says what will happen to the run, and is no alarm', async (frame) => {
  const card = await (await unsaved(frame)).card();
  expect(card?.role).not.toBe('alert');
  expect(card?.textContent).toBe(
    'The run is not saved here: it is gone once this page is closed. Everything else works.',
  );
});

it.each(['&hide=training', '&embed=1&hide=training'])(
  'with %s there is no run to lose, and no notice',
  async (frame) => {
    expect((await unsaved(frame)).state().notices.list).toEqual([]);
  },
);
