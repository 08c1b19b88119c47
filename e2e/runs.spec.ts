/**
 * Runs are kept, compared, opened again and varied. One page, on the CPU, because keeping runs
 * concerns the browser and not the GPU.
 */
import { expectNoSidewaysScroll, expectNoViolations } from './looks.ts';
import { expect, type PlaygroundPage, test } from './playground.ts';

/** Trains to this step or a few beyond, and pauses. Returns the step. */
async function trainTo(playground: PlaygroundPage, step: number): Promise<number> {
  await playground.waitForStep(step);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();
  return (await playground.state()).step;
}

/** Adds an entry that no version of the page has written. */
async function spoilAnEntry({ page }: PlaygroundPage): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('diffusion-playground-runs');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('runs', 'readwrite');
          transaction.objectStore('runs').put({ id: 'spoiled', curve: 'none' }, 'run spoiled');
          transaction.onerror = () => reject(transaction.error);
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
  );
}

test('runs are kept, compared, renamed, deleted, restored, opened again and varied', async ({ playground }) => {
  const { page } = playground;
  const list = page.getByRole('list', { name: 'Runs', exact: true });
  const rows = list.getByRole('article');
  const chart = page.getByRole('img', { name: 'Curves of the selected runs over steps' });
  const pictures = page.getByTestId('run-picture');

  const stepOfFirst = await test.step('two runs, the second by one press', async () => {
    await playground.open('backend=cpu&batch=1&preview=2&view=runs');
    await expect(page.getByText('No runs are kept yet')).toBeVisible();
    await playground.train.click();
    const step = await trainTo(playground, 3);
    await expect(rows).toHaveCount(1);
    await expect(rows.first()).toContainText('Article’s program on CIFAR-10: batch size 1');
    await page.getByRole('tab', { name: 'You could try' }).click();
    await expectNoViolations(playground, 'all', 'what could be tried');
    await page.getByRole('button', { name: 'Start: Half the learning rate' }).click();
    await expect(playground.pause).toBeVisible();
    await expect(pictures).toHaveCount(16); // of both runs, as soon as the second has any
    await trainTo(playground, 3);
    await page.getByRole('tab', { name: 'Kept' }).click();
    await expect(rows).toHaveCount(2);
    await expect(rows.first()).toContainText('learning rate halved');
    await expect(chart).toBeVisible();
    await page.getByText('As a table').click();
    const table = page.getByRole('table');
    await expect(table.getByRole('columnheader')).toHaveText(['Step', 'batch size 1', 'learning rate halved']);
    await page.getByText('As a table').click();
    return step;
  });

  await test.step('one slider for both', async () => {
    const slider = page.getByRole('slider', { name: 'Step on show' });
    await slider.focus();
    const shown = page.getByText(/^step \d+$/);
    await page.keyboard.press('Home');
    // A run's first pictures are of step 1, or of step 2 if the engine takes that step first.
    await expect(slider).toHaveAttribute('aria-valuetext', /^Step [12]$/);
    await expect(shown.filter({ hasText: /^step [12]$/ })).not.toHaveCount(0);
    await expect(shown.filter({ hasNotText: /^step [12]$/ })).toHaveCount(0);
    await page.keyboard.press('End');
    await expect(shown).toHaveCount(2);
    await expect(shown.filter({ hasText: /^step 1$/ })).toHaveCount(0);
  });

  const [second, first] = [rows.first(), rows.last()];
  await test.step('star, name, delete and undo', async () => {
    await first.getByRole('button', { name: /^Keep / }).click();
    await first.getByRole('button', { name: /^More about/ }).click();
    await first.getByLabel('Name').fill('my first');
    await page.keyboard.press('Enter');
    await first.getByRole('radio', { name: 'gold' }).check();
    // Its checkpoint was taken before the second run replaced it.
    await expect(first.getByRole('button', { name: `Open step ${stepOfFirst}`, exact: true })).toBeVisible();
    await expectNoViolations(playground, 'all', 'a run with its details');
    await second.getByRole('button', { name: /^More about/ }).click();
    await second.getByRole('button', { name: 'Delete' }).click();
    await expect(rows).toHaveCount(1);
    await expect(pictures).toHaveCount(8);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(rows).toHaveCount(2);
    await expect(pictures).toHaveCount(16);
  });

  await test.step('on a phone the chart that a box changes is in sight, however far the list has been scrolled', async () => {
    const box = page.getByRole('checkbox', { name: 'Compare my first' });
    const legend = page.getByRole('listitem').filter({ hasText: /^my first$/ });
    for (const size of [
      { width: 390, height: 844 },
      { width: 1440, height: 900 },
    ]) {
      await page.setViewportSize(size);
      for (const checked of [false, true]) {
        await box.scrollIntoViewIfNeeded();
        await box.setChecked(checked);
        await expect(chart).toBeInViewport({ ratio: 0.9 });
        await expect(legend).toHaveCount(Number(checked));
      }
      await expect(legend).toBeInViewport();
      await expectNoSidewaysScroll({ page }, `${size.width} pixels`);
    }
  });

  await test.step('all but a damaged entry are there after a reload', async () => {
    await spoilAnEntry(playground);
    await page.reload();
    await playground.ready();
    await expect(rows).toHaveCount(2);
    await expect(rows.last()).toContainText('my first');
    await expect(rows.last().getByRole('button', { name: 'Keep my first (star)' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await expect(page.getByText('One kept run could not be read and has been dropped.')).toBeVisible();
    await expect(pictures).toHaveCount(16);
  });

  await test.step('a run that is opened again from its checkpoint goes on', async () => {
    await rows
      .last()
      .getByRole('button', { name: /^More about/ })
      .click();
    await rows
      .last()
      .getByRole('button', { name: /^Open step/ })
      .click();
    await expect(playground.stepCount).toHaveText(String(stepOfFirst));
    await playground.takeStep();
    await expect(rows).toHaveCount(2);
    await expect(rows.last()).toContainText(`Step ${stepOfFirst + 1} ·`);
    await expect(rows.last()).toContainText('on this page');
  });

  await test.step('a sweep of three', async () => {
    await page.getByRole('tab', { name: 'Sweep' }).click();
    await page.getByLabel('Parameter', { exact: true }).selectOption('Seed');
    await page.getByLabel('Values').fill('1, 1');
    await page.getByLabel('Steps for each').fill('2');
    await page.getByRole('button', { name: 'Start the sweep' }).click();
    await expect(page.getByText('Each value once.')).toBeVisible();
    await page.getByLabel('Values').fill('1, 2, 3');
    await page.getByRole('button', { name: 'Start the sweep' }).click();
    await expect(page.getByRole('progressbar', { name: 'Sweep' })).toBeVisible();
    await expect(page.getByText('The sweep is done: Seed.')).toBeVisible();
    await expect(page.getByRole('list', { name: 'Runs of the sweep' }).getByText('done')).toHaveCount(3);
    await expect(pictures).toHaveCount(24);
    await expectNoViolations(playground, 'all', 'a sweep');
    await page.getByRole('tab', { name: 'Kept' }).click();
    await expect(rows).toHaveCount(5);
    for (const seed of [1, 2, 3]) await expect(list).toContainText(`seed ${seed}`);
  });
});
