/**
 * Paint's tools as a teacher sends them: `hide=parameters` leaves the button and the class,
 * `hide=tools` the one tool that the link names.
 */
import { MantineProvider } from '@mantine/core';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, onTestFinished, vi } from 'vitest';
import { PlaygroundContext } from '../../store/index.ts';
import { open } from '../../store/scripted-page.ts';
import { startWords } from '../../words/i18n.ts';

async function shown(tool: string, hide: string): Promise<HTMLElement> {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError()));
  await startWords();
  // It adds its words to those that are there.
  const { PaintView } = await import('./PaintView.tsx');
  const { playground } = open(`#v=1&recipe=classes&view=paint&paint=${tool}${hide}`);
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
        <PlaygroundContext value={playground}>
          <PaintView />
        </PlaygroundContext>
      </MantineProvider>,
    );
    await playground.start();
  });
  // The tool is loaded when it is first shown.
  await vi.waitUntil(
    async () => {
      await act(() => vi.dynamicImportSettled());
      return place.querySelector('section button');
    },
    { timeout: 60_000 },
  );
  return place;
}

/** The names of a tool's fields. Sliders are left out: they look at results, and are no settings. */
async function fieldsOf(tool: string, hide: string): Promise<readonly string[]> {
  const place = await shown(tool, hide);
  return [...place.querySelectorAll<HTMLInputElement>('input:not([type=range]), select')].map(
    (field) => field.labels?.[0]?.textContent || field.getAttribute('aria-label') || field.type,
  );
}

const tools = ['race', 'guidance', 'steps', 'walk'];

it.each(tools)('%s has its settings', async (tool) => {
  expect((await fieldsOf(tool, '')).length).toBeGreaterThan(2);
});

it.each(tools)('%s has no setting but the class if the link hides them', async (tool) => {
  const fields = await fieldsOf(tool, '&hide=parameters');
  expect(fields.filter((name) => !/class/i.test(name))).toEqual([]);
});

it.each(tools)('%s is alone if the link leaves the other tools out', async (tool) => {
  const place = await shown(tool, '&hide=tools');
  expect(place.querySelector('[role=tab], [role=tabpanel]')).toBeNull();
  expect(place.querySelectorAll('h2')).toHaveLength(1);
});
