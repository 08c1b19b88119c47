/**
 * For tests of components: mounts a part of the page on a scripted playground, in a happy-dom
 * document.
 */
import { MantineProvider } from '@mantine/core';
import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { onTestFinished, vi } from 'vitest';
import { PlaygroundContext } from '../store/index.ts';
import { open } from '../store/scripted-page.ts';
import { startWords } from '../words/i18n.ts';

/**
 * `load` imports the part, which also loads its words. `find` looks for an element that appears
 * only once the parts that load late are there.
 */
export async function mounted<Found>(
  hash: string,
  load: () => Promise<ReactNode>,
  find: (place: Element) => Found | null | undefined,
) {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError()));
  await startWords();
  const part = await load();
  const { playground, state } = open(hash);
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  onTestFinished(() =>
    act(async () => {
      root.unmount();
      place.remove();
    }),
  );
  await act(async () => {
    root.render(
      <MantineProvider env="test">
        <PlaygroundContext value={playground}>{part}</PlaygroundContext>
      </MantineProvider>,
    );
    await playground.start();
  });
  const found = await vi.waitUntil(
    async () => {
      await act(() => vi.dynamicImportSettled());
      return find(place);
    },
    // On a busy machine importing a part takes seconds.
    { timeout: 60_000 },
  );
  return { place, playground, state, found };
}
