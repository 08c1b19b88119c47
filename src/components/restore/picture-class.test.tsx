/** Which class a network paints or repairs towards, as Repair and Into noise show it. */
import { act, type ReactNode } from 'react';
import { expect, it, vi } from 'vitest';
import { mounted } from '../mounted.testing.tsx';

/** The scripted engine's test images show a cat, the fourth class. */
async function shown(hash: string, load: () => Promise<ReactNode>) {
  const { place, state, found } = await mounted(`#v=1&recipe=classes&${hash}`, load, fieldIn);
  return { place, state, field: found };
}

const fieldIn = (place: Element): HTMLSelectElement | undefined =>
  [...place.querySelectorAll('select')].find((field) => field.labels[0]?.textContent === 'Class');
const buttonIn = (place: Element, name: string): HTMLButtonElement | undefined =>
  [...place.querySelectorAll('button')].find(({ textContent }) => textContent === name);
/** As text; selectedOptions of the test's DOM lag behind React. */
const chosenIn = (field: HTMLSelectElement | undefined) =>
  [...(field?.options ?? [])].find(({ value }) => value === field?.value)?.textContent;

const repairPart = async () => {
  const { RepairView } = await import('../views/RepairView.tsx');
  return <RepairView />;
};

it('Repair does not use Paint’s class; it names the picture’s own class, and one press gives that to the network', async () => {
  const { place, state, field } = await shown('view=repair&class=ship&rclass=any', repairPart);
  await act(() => state().restore.pickTestImage(12));
  expect(chosenIn(field)).toBe('any');
  expect(place.textContent).toContain('The network is not told that the picture shows “cat”.');
  await act(async () => buttonIn(place, 'Use the picture’s class: cat')?.click());
  expect(chosenIn(fieldIn(place))).toBe('cat');
  expect(state().look).toMatchObject({ sampleClass: 'ship', restoreClass: 'cat' });
  expect(buttonIn(place, 'Use the picture’s class: cat')).toBeUndefined();
  await act(async () => state().look.set({ restoreClass: 'dog', guidance: 8 }));
  expect(place.textContent).toContain('The picture shows “cat”, but the network is told “dog”');
  expect(place.textContent).toContain('Guidance 8, as set in Paint.');
});

it('a row of Repair’s table names the class that the network was given; another class makes another row', async () => {
  const { place } = await shown('view=repair&rclass=dog', repairPart);
  const rows = () => [...place.querySelectorAll('th[scope=row]')].map((row) => row.textContent ?? '');
  const repair = async (name: string): Promise<void> => {
    await act(async () => buttonIn(place, 'Restore')?.click());
    await vi.waitUntil(() => rows().some((row) => row.includes(`class: ${name}`)), { timeout: 60_000 });
  };
  await repair('dog');
  await act(async () => buttonIn(place, 'Use the picture’s class: cat')?.click());
  await repair('cat');
  expect(rows().filter((row) => row.includes('class:'))).toHaveLength(2);
});

it('Into noise shows the class that it paints with beside its button', async () => {
  const { place, field } = await shown('view=paint&paint=forward&class=ship', async () => {
    await import('../../words/paint.ts');
    const { ForwardPanel } = await import('../forward/ForwardPanel.tsx');
    return <ForwardPanel />;
  });
  expect(chosenIn(field)).toBe('ship');
  const button = buttonIn(place, 'Paint from here');
  expect(button?.parentElement?.parentElement?.contains(field)).toBe(true);
});

it('a row over many pictures names it, too', async () => {
  const { place, state } = await shown('view=repair&rclass=dog', repairPart);
  const rows = () => [...place.querySelectorAll('th[scope=row]')].map((row) => row.textContent ?? '');
  const measure = async (told: string): Promise<void> => {
    await act(async () => buttonIn(place, 'On 64 pictures')?.click());
    await vi.waitUntil(() => rows().some((row) => row.includes(`class: ${told}`)), { timeout: 60_000 });
  };
  await measure('dog');
  await act(async () => state().look.set({ restoreClass: 'any' }));
  await measure('any');
  expect(rows().filter((row) => row.includes('class:'))).toHaveLength(2);
});
