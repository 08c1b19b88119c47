import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { costOf, type DataSetDescription, experimentOn, recipes, shippedSets } from '../ml/config.ts';
import { runSet } from './data-sets.ts';
import { isMeasuredHere } from './run-status.ts';
import { started } from './scripted-page.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const pets: DataSetDescription = {
  id: 'own-0123456789abcdef',
  name: 'Pets',
  side: 28,
  channels: 1,
  classNames: [],
  mirrors: true,
  licence: '',
  source: '',
  counts: { train: 90, test: 10 },
  hash: `0123456789abcdef${'0'.repeat(48)}`,
};

describe('another data set', () => {
  it('takes the recipe’s experiment on it, but keeps seed and batch size; applies at once before the run begins', async () => {
    const { state, script } = await started('#v=1&recipe=quick&seed=9&batch=8');
    state().run.chooseDataSet(shippedSets.digits);
    const expected = { ...experimentOn(recipes.quick, shippedSets.digits), seed: 9, batchSize: 8 };
    expect(state().run.draft).toEqual(expected);
    await vi.runAllTimersAsync();
    expect(script.status().experiment).toEqual(expected);
    expect(runSet(state())).toMatchObject({ id: 'digits', side: 28 });
  });

  it('stays when another recipe is chosen', async () => {
    const { state } = await started('#v=1&recipe=quick&data=emoji');
    state().run.choose('article');
    expect(state().run.draft).toMatchObject({ recipe: 'article', data: 'emoji', classes: [0, 1, 2, 3, 4, 5, 6, 7, 8] });
  });

  it('that does not suit the recipe switches to the recipe for any set', async () => {
    const { state } = await started('#v=1&recipe=classes');
    state().run.chooseDataSet(pets);
    expect(state().run.draft).toMatchObject({ recipe: 'quick', data: pets.id, classes: [0] });
  });

  it('waits for Reset if the run has begun, and is in the link afterwards', async () => {
    const { state, script } = await started('#v=1&recipe=quick&seed=9');
    script.advance(1);
    await vi.runAllTimersAsync();
    state().dataSets.setOwn([pets]);
    state().run.chooseDataSet(pets);
    await vi.runAllTimersAsync();
    expect(script.status().experiment.data).toBe('cifar10');
    await state().run.reset();
    expect(script.status().experiment.data).toBe(pets.id);
    expect(runSet(state())?.id).toBe(pets.id);
    expect(state().share.link()).toContain(`data=${pets.id},100,Pets`);
  });
});

describe('the class to generate', () => {
  it('becomes “any” on another set, and stays what a link says', async () => {
    const { state, goTo } = await started('#v=1&recipe=quick&class=cat');
    expect(state().look.sampleClass).toBe('cat');
    goTo('#v=1&recipe=quick&data=emoji&class=food');
    await vi.runAllTimersAsync();
    expect(state().run.status?.experiment.data).toBe('emoji');
    expect(state().look.sampleClass).toBe('food');
    state().run.chooseDataSet(shippedSets.digits);
    expect(state().look.sampleClass).toBe('any');
  });
});

describe('the speed of this device', () => {
  it('is measured by the recipe’s arithmetic after ten steps, and stays until it is clearly different', async () => {
    const { state, script } = await started('#v=1&recipe=quick&data=digits');
    script.advance(5);
    await vi.runAllTimersAsync();
    expect(state().run.deviceFlops).toBeNull();
    script.advance(5);
    await vi.runAllTimersAsync();
    const { trainingFlops } = costOf(recipes.quick, shippedSets.digits);
    expect(state().run.deviceFlops).toBe(100 * trainingFlops);
    expect(isMeasuredHere(state())).toBe(true);
    state().run.choose('article');
    expect(state().run.deviceFlops).toBe(100 * trainingFlops);
    // No step of the article's recipe has been measured.
    expect(isMeasuredHere(state())).toBe(false);
  });
});
