/** The coach reads the curves and says what went wrong; one press fixes it. */
import { expect, test } from './playground.ts';

test('the coach notices a learning rate of 1 in mid-run, and one press takes it back; the layers’ values are shown on demand', async ({
  playground,
  page,
}) => {
  await page.goto('#v=1&recipe=article&batch=1&preview=0&evaluate=0&backend=cpu');
  await playground.ready();
  const coach = page.getByRole('region', { name: 'Coach' });
  await expect(coach).toContainText('come with the first steps');
  await playground.train.click();
  await playground.waitForStep(40);
  const rate = page.getByRole('spinbutton', { name: 'Learning rate', exact: true });
  await rate.fill('1');
  await rate.press('Enter');
  await expect(coach).toHaveAttribute('data-advice', /lossJumped|noGradient/, { timeout: 120_000 });
  await coach.getByRole('button', { name: / a learning rate of 0\.001$| the learning rate to 0\.001$/ }).click();
  await expect(rate).toHaveValue('0.001');
  await playground.pause.click();

  await page.getByRole('button', { name: 'Look inside' }).click();
  const layers = page.getByRole('region', { name: 'Inside the network' }).last();
  // A row of names, and the article's four convolutions.
  await expect(layers.getByRole('row')).toHaveCount(5);
  await expect(layers.getByRole('row').last()).toContainText(/standard deviation 0\.\d+/);
});
