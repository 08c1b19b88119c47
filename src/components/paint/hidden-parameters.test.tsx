/**
 * Paint's tools in a link from a teacher: `hide=parameters` leaves only the button and the class.
 */
import { expect, it } from 'vitest';
import { mounted } from '../mounted.testing.tsx';

async function shown(tool: string, hide: string): Promise<Element> {
  const { place } = await mounted(
    `#v=1&recipe=classes&view=paint&paint=${tool}${hide}`,
    async () => {
      const { PaintView } = await import('./PaintView.tsx');
      return <PaintView />;
    },
    (page) => page.querySelector('[role=tabpanel] button'),
  );
  return place;
}

/** The names of a tool's fields, without sliders, which only choose among results. */
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

it.each([
  ['guidance', '', true],
  ['steps', '', true],
  ['guidance', '&hide=parameters', false],
  ['steps', '&hide=parameters', false],
])('%s%s says that a press takes a value over where the settings are: %s', async (tool, hide, says) => {
  expect((await shown(tool, hide)).textContent?.includes('Press a value to use it.')).toBe(says);
});
