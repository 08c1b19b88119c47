/** Start offers no door and no exercise that needs a part of the page that the link leaves out. */
import { expect, it } from 'vitest';
import { decodeLink } from '../../share/link.ts';
import { mounted } from '../mounted.testing.tsx';

async function offered(fields: string) {
  const { place } = await mounted(
    `#v=1&recipe=quick&data=digits&view=start${fields}`,
    async () => {
      const [{ Doors }, { Tasks }] = await Promise.all([
        import('./Doors.tsx'),
        import('../tasks/Tasks.tsx'),
        import('../../words/start.ts'),
      ]);
      return (
        <>
          <Doors />
          <Tasks />
          <i />
        </>
      );
    },
    (page) => page.querySelector('i'),
  );
  const exercises = [...place.querySelectorAll('a')].map((link) => decodeLink(new URL(link.href).hash));
  return {
    text: place.textContent ?? '',
    doors: [...place.querySelectorAll('button:has(span)')].map((door) => door.querySelectorAll('span')[1]?.textContent),
    exercises: exercises.map(({ task }) => task),
    frames: exercises.map(({ frame }) => frame),
  };
}

it('the whole page offers all doors and exercises', async () => {
  const { doors, exercises, frames, text } = await offered('');
  expect(doors).toHaveLength(6);
  expect(exercises).toEqual(['rate', 'guidance', 'steps', 'prediction']);
  expect(frames).toEqual([undefined, undefined, undefined, undefined]);
  expect(text).toContain('Train one yourself');
});

it('without training, Start offers the checkpoint’s door and the exercises that only paint, without training too', async () => {
  const { doors, exercises, frames, text } = await offered('&hide=training');
  expect(doors).toEqual(['Open a checkpoint']);
  expect(exercises).toEqual(['guidance', 'steps']);
  const frame = { embedded: false, hidden: ['training'] };
  expect(frames).toEqual([frame, frame]);
  expect(text).not.toContain('Train');
});

it('without the choice of the recipe, no door leads to another recipe', async () => {
  expect((await offered('&hide=recipe')).doors).toEqual(['Open a checkpoint']);
});

it('without the other views, nothing leads to another view', async () => {
  const { doors, exercises, text } = await offered('&hide=views');
  expect([doors, exercises]).toEqual([[], []]);
  expect(text).not.toMatch(/Train one yourself|Questions for a class/);
});

it('exercises stay in the frame of an embedded view', async () => {
  const { doors, frames } = await offered('&embed=1');
  expect(doors).toHaveLength(6);
  const frame = { embedded: true, hidden: [] };
  expect(frames).toEqual([frame, frame, frame]);
});
