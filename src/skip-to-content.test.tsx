/** The button that lets the keyboard skip the header. */
import { expect, it } from 'vitest';
import { mounted } from './components/mounted.testing.tsx';

it('focuses the content and is no link, which would replace the experiment in the address', async () => {
  const { place } = await mounted(
    '#v=1&recipe=quick&data=digits&view=paint&hide=training',
    async () => {
      const { SkipToContent } = await import('./App.tsx');
      return (
        <>
          <SkipToContent />
          <main id="content" tabIndex={-1} />
        </>
      );
    },
    (page) => page.querySelector('main'),
  );
  expect(place.querySelector('a')).toBeNull();
  place.querySelector('button')?.click();
  expect(document.activeElement?.id).toBe('content');
});
