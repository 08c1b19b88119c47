import { expect, it } from 'vitest';
import { mounted } from '../mounted.testing.tsx';

const onStart = (link: string) =>
  mounted(
    `#v=1&recipe=quick&data=digits&view=start${link}`,
    async () => {
      await import('../../words/start.ts');
      const { WithoutGpu } = await import('./WithoutGpu.tsx');
      return <WithoutGpu backend="cpu" />;
    },
    (page) => page.querySelector('img'),
  );
const pressesIn = (place: Element) => [...place.querySelectorAll('button')].map(({ textContent }) => textContent);

it('leads with a press that paints here; how to switch WebGPU on is folded', async () => {
  const { place } = await onStart('');
  expect(pressesIn(place)).toEqual(['Paint here anyway']);
  expect(place.textContent).toMatch(/painted on another machine\. Painting and repairing work here, too/);
  const help = place.querySelector('details');
  expect(help?.open).toBe(false);
  expect(help?.querySelector('summary')?.textContent).toBe('Switch WebGPU on');
});

it('offers the GPU first where only the link leaves it alone', async () => {
  const { place } = await onStart('&backend=cpu');
  expect(pressesIn(place)).toEqual(['Use the GPU', 'Paint here anyway']);
  expect(place.querySelector('details')).toBeNull();
});

it('leads to no other view where the link hides the views', async () => {
  const { place } = await onStart('&hide=views');
  expect(pressesIn(place)).toEqual([]);
  expect(place.textContent).not.toMatch(/Painting and repairing/);
});
