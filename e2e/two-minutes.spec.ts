/**
 * The result of two minutes of `quick` on digits on this machine, reached as a visitor would:
 * train, pause, generate. Writes a sheet of 40 unselected samples. `npm test` has no two minutes to
 * spare for it: `npx playwright test e2e/two-minutes.spec.ts`.
 */
import { writeGrid } from '../cli/picture-file.ts';
import { expect, type PixelsRead, pixelsOf, test } from './playground.ts';

const trainingMs = 120_000;
const classes = 10;
const ofEach = 4;
/** The side of a digit, in pixels. */
const side = 28;
/**
 * A step of the recipe's own 64 images takes a software adapter seconds, and a few such steps teach
 * nothing. Eight times as many steps on the same images do.
 */
const batchSize = 8;

/**
 * An untrained network's loss is about 1.9: 1 for the noise and 0.9 for the pictures, which are
 * mostly black. A dozen steps bring it to 1.
 */
const mostLoss = 1.3;
/**
 * Before this many steps, samples are noise and are not checked. A slow adapter on a busy machine
 * may not get this far.
 */
const stepsUntilStrokes = 100;
/** Least standard deviation of the pixels, from 0 to 255. A blank picture has less. */
const leastSpread = 25;
/**
 * Mean difference between neighbours, divided by the standard deviation: 1.13 for white noise,
 * about 0.3 for digits.
 */
const mostRoughness = 0.7;

test(
  'two minutes of quick on digits: training ran, and samples are neither noise nor blank',
  { tag: '@long' },
  async ({ playground, page }, testInfo) => {
    await page.goto(
      `#v=1&recipe=quick&data=digits&view=paint&seed=1&batch=${batchSize}&preview=1000&evaluate=1000&gcount=${ofEach}&guidance=2&steps=20`,
    );
    await playground.ready();
    await playground.train.click();
    await page.waitForTimeout(trainingMs);
    await playground.pause.click();
    await expect(playground.resume).toBeVisible();
    const { step, loss, adapter } = await playground.state();
    const facts = `${adapter}: ${step} steps, ${step * batchSize} images, loss ${loss?.toFixed(4)}`;
    console.log(facts);

    const samples: PixelsRead[] = [];
    const panel = page.getByRole('region', { name: 'Generate' });
    for (let label = 0; label < classes; label++) {
      await panel.getByRole('combobox', { name: 'Class', exact: true }).selectOption(String(label));
      const seed = panel.getByRole('spinbutton', { name: 'Noise seed' });
      await seed.fill(String(label));
      await seed.press('Enter');
      await playground.generate.click();
      await expect(playground.generate).toBeEnabled();
      const row = page.getByTestId('sample');
      await expect(row).toHaveCount(ofEach);
      for (let i = 0; i < ofEach; i++) samples.push(await pixelsOf(row.nth(i)));
    }
    const path = testInfo.outputPath('two-minutes.png');
    await writeGrid(path, sheetOf(samples), ofEach);
    await testInfo.attach('two-minutes', { path, contentType: 'image/png' });
    const spread = median(samples.map(spreadOf));
    const roughness = median(samples.map(roughnessOf));
    console.log(`40 samples: median spread ${spread.toFixed(1)}, median roughness ${roughness.toFixed(2)}; ${path}`);

    expect(step).toBeGreaterThan(0);
    expect(loss, facts).toBeLessThan(mostLoss);
    expect(spread).toBeGreaterThan(leastSpread);
    if (step >= stepsUntilStrokes) expect(roughness).toBeLessThan(mostRoughness);
    else console.log(`fewer than ${stepsUntilStrokes} steps: whether the samples are noise is not checked`);
  },
);

function sheetOf(samples: readonly PixelsRead[]) {
  const rgb = samples.flatMap(({ rgba }) => rgba.filter((_, i) => i % 4 !== 3));
  return { count: samples.length, width: side, height: side, rgb: new Uint8Array(rgb) };
}

const greyOf = ({ rgba }: PixelsRead): number[] => rgba.filter((_, i) => i % 4 === 0);

function spreadOf(picture: PixelsRead): number {
  const values = greyOf(picture);
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}

/** Returns 0 for a blank picture. */
function roughnessOf(picture: PixelsRead): number {
  const values = greyOf(picture);
  const differences = values.flatMap((value, i) => (i % side === 0 ? [] : Math.abs(value - (values[i - 1] ?? 0))));
  return meanOf(differences) / Math.max(1, spreadOf(picture));
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
