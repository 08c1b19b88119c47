/**
 * A page whose link leaves out training (`hide=training`) offers nothing that begins a training.
 */
import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { card } from '../../store/shipped-digits.fixture.ts';
import type { ShippedModels } from '../../store/shipped-models.ts';
import { mounted } from '../mounted.testing.tsx';

const state = { cards: [card], kept: new Set<string>(), listFailure: null, asked: null, work: null, failure: null };
const models: ShippedModels = {
  store: createStore(() => state),
  list: async () => {},
  use: async () => {},
  openNamed: async () => {},
  agree: async () => {},
  cancel() {},
};

/** The words of all buttons and tabs. */
async function offered(fields: string): Promise<readonly (string | null)[]> {
  const { place, state } = await mounted(
    `#v=1&recipe=quick&data=digits&view=runs${fields}`,
    async () => {
      const [{ ModelActions }, { RunsView }, { Notices }] = await Promise.all([
        import('../models/ModelActions.tsx'),
        import('../runs/RunsView.tsx'),
        import('../notices/Notices.tsx'),
        import('../../words/models.ts'),
      ]);
      return (
        <>
          <ModelActions models={models} card={card} />
          <RunsView />
          <Notices />
        </>
      );
    },
    (page) => page.querySelector('ul[aria-label]'),
  );
  await act(async () => state().notices.add({ kind: 'lost-early', batchSize: 64, smaller: 32 }));
  await vi.waitUntil(
    async () => {
      await act(() => vi.dynamicImportSettled());
      return place.querySelector('[role=alert]');
    },
    { timeout: 60_000 },
  );
  return [...place.querySelectorAll('button')].map(({ textContent }) => textContent).filter(Boolean);
}

const others = ['Curves', 'Side by side', '?'];

it('the whole page offers them all', async () => {
  expect(await offered('')).toEqual([
    'Paint with it',
    'Go on training it',
    'Fine-tune it on your own pictures',
    ...others,
    'Kept',
    'You could try …',
    'Sweep',
    'Train with a batch of 32',
  ]);
});

it('without training, the page offers the others', async () => {
  expect(await offered('&hide=training')).toEqual(['Paint with it', ...others]);
});
