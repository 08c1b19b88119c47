/**
 * An exercise beside the view: its steps, and the model that it opens, whose progress is not a
 * dialog.
 */
import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { taskLinks } from '../../share/tasks.ts';
import { mounted } from '../mounted.testing.tsx';

/** A browser's window of this width, in px. */
async function card(link: string, width: number) {
  vi.stubGlobal('matchMedia', (query: string) =>
    Object.assign(new EventTarget(), { matches: width <= Number(/max-width: (\d+)px/.exec(query)?.[1] ?? 0) }),
  );
  const { place, state } = await mounted(
    link,
    async () => {
      const [{ OpenTask }, { ModelOffer }] = await Promise.all([
        import('./OpenTask.tsx'),
        import('../model-offer/ModelOffer.tsx'),
      ]);
      return (
        <>
          <OpenTask />
          <ModelOffer />
        </>
      );
    },
    (page) => page.querySelector('section'),
  );
  const button = (name: string) =>
    [...place.querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? one.textContent) === name);
  const press = (name: string) => act(async () => button(name)?.click());
  const all = () => [...place.querySelectorAll('ol')].filter((list) => !list.closest('[hidden]'));
  const shown = () => place.querySelector('[data-shown]')?.textContent;
  return { place, state, button, press, all, shown };
}

const question = 'What does guidance do to a picture, and to many pictures?';

it('on a wide screen it has all its steps; folded, one of them', async () => {
  const { all, shown, press } = await card(taskLinks.guidance, 1440);
  expect(all()[0]?.children).toHaveLength(4);
  expect(shown()).toBeUndefined();
  await press(question);
  expect(all()).toEqual([]);
  expect(shown()).toContain('1 of 4 Press Compare.');
});

it('on a phone it is the step at hand, with a press to the next; all of them until the focus leaves', async () => {
  const { place, all, shown, press, button } = await card(taskLinks.guidance, 390);
  expect(all()).toEqual([]);
  await press('Previous step');
  expect(shown()).toContain('1 of 4');
  await press('Next step');
  expect(shown()).toContain('2 of 4 Go from the lowest guidance');
  await press(question);
  expect(button(question)?.getAttribute('aria-expanded')).toBe('true');
  expect(place.querySelector('[aria-current=step]')?.textContent).toContain('Go from the lowest guidance');
  await act(async () => {
    button(question)?.focus();
    button(question)?.blur();
  });
  expect(all()).toEqual([]);
  await press(question);
  await act(async () => {
    button(question)?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  });
  expect(all()).toEqual([]);
});

it('the model of its link opens in the card, which can end it; what cannot be opened is asked about in a dialog', async () => {
  const { place, state, button, press } = await card(taskLinks.guidance, 390);
  // The page of this test has no host to fetch it from.
  expect(state().modelOffer.offer?.failure).not.toBeNull();
  await vi.waitUntil(() => place.querySelector('dialog'));
  let end = (): void => {};
  vi.stubGlobal('fetch', () => new Promise((_, reject) => (end = () => reject(new TypeError()))));
  await act(async () => state().modelOffer.propose('models/digits', { namedBy: 'task', link: taskLinks.guidance }));
  expect(place.querySelector('dialog')).toBeNull();
  expect(place.querySelector('section')?.textContent).toContain('Opening “Digits”');
  button('Cancel')?.focus();
  await press('Cancel');
  expect(button('Cancel')).toBeUndefined();
  expect(state().modelOffer.offer).toBeNull();
  expect(place.querySelector('section')?.textContent).toContain('needs the model “Digits”, which is not open.');
  expect(document.activeElement?.textContent, 'the focus stays in the card').toBe('Open it');
  await press('Open it');
  expect(state().modelOffer.offer).toMatchObject({ namedBy: 'task', link: taskLinks.guidance, byItself: true });
  await press('Cancel');
  end();
});

it.each([
  ['', true],
  ['&hide=recipe,training,views,tools,parameters,share', false],
  ['&embed=1', false],
])('with “%s” it can be closed: %s', async (frame, closes) => {
  const { button, press, all, shown } = await card(taskLinks.steps + frame, 1440);
  expect(button('Close the exercise') !== undefined).toBe(closes);
  await press('How many steps does a sampler need?');
  expect([all(), shown()]).toEqual([[], expect.stringContaining('1 of 3 Press Compare.')]);
});
