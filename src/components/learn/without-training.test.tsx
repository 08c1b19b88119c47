/** Learn in a link with `hide=training`: its empty panels name no button that is not there. */
import { expect, it } from 'vitest';
import { mounted } from '../mounted.testing.tsx';

async function emptyPanels(hide: string): Promise<string> {
  const { place } = await mounted(
    `#v=1&recipe=quick&data=digits&view=learn${hide}`,
    async () => {
      const [{ EvaluationPanel }, { LossPanel }] = await Promise.all([
        import('../evaluation/EvaluationPanel.tsx'),
        import('../loss/LossPanel.tsx'),
      ]);
      return (
        <>
          <EvaluationPanel />
          <LossPanel />
        </>
      );
    },
    // The samples' player comes late.
    (page) => page.querySelector('input[type=range]'),
  );
  return place.textContent ?? '';
}

it('says what works in the other views', async () => {
  const text = await emptyPanels('&hide=training');
  expect(text).not.toContain('Press Train');
  expect(text).toContain('so nothing is learned here. Paint and Repair work with the network as it is.');
  expect(text).toContain('so there is no loss to show.');
});

it('does not name views that the link leaves out, too', async () => {
  expect(await emptyPanels('&hide=training,views')).not.toContain('Paint and Repair');
});

it('says what Train will show if the page has Train', async () => {
  expect((await emptyPanels('')).match(/Press Train/g)).toHaveLength(2);
});
