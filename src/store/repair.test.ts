import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { shippedSets } from '../ml/config.ts';
import { repairKey } from '../ml/diffusion/restore/methods.ts';
import { batchRows } from './repair-batch.ts';
import { holeIn } from './repair-damage.ts';
import { effortOf } from './repair-effort.ts';
import { started } from './scripted-page.ts';
import type { PlaygroundState } from './types.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function repairOf(hash = '#v=1&recipe=tiny') {
  const page = await started(hash);
  const repair = await page.state().restore.load();
  return { ...page, repair, now: repair.store.getState };
}

/** The visitor's own picture, of the same size. */
function takeAnother({ restore }: PlaygroundState): void {
  const { original } = restore;
  if (!original) throw new Error('there is a picture');
  restore.take({ ...original, rgb: new Uint8Array(original.rgb.length).fill(9) }, 'another');
}

it('shows the damage at once, and starts a new table for another picture, damage, seed or amount', async () => {
  const { repair, now, state } = await repairOf();
  const { damaged } = now();
  expect(damaged?.rgb).not.toEqual(state().restore.original?.rgb);
  state().look.set({ restoreSeed: 2 });
  expect(now().damaged?.rgb).not.toEqual(damaged?.rgb);
  state().look.set({ restoreSeed: 1 });
  expect(now().damaged?.rgb).toEqual(damaged?.rgb);
  await repair.restore();
  expect(now().rows.map(({ name }) => name)).toEqual(['damaged', 'bilateral', 'gaussian', 'one-pass']);
  const changes = [
    () => state().look.set({ restoreNoise: 0.9 }),
    () => state().look.set({ restoreSeed: 5 }),
    () => repair.chooseDamage('pixelation'),
    () => repair.setAmount('pixelation', 8),
    () => takeAnother(state()),
  ];
  for (const change of changes) {
    const restored = repair.restore();
    await vi.runAllTimersAsync();
    await restored;
    expect(now().rows).not.toEqual([]);
    const changed = change();
    await vi.runAllTimersAsync();
    await changed;
    expect(now().rows).toEqual([]);
  }
});

it('keeps a damage’s results while another damage or picture is shown, and discards them with the run', async () => {
  const { repair, now, state } = await repairOf();
  const restore = async () => {
    const restored = repair.restore();
    await vi.runAllTimersAsync();
    await restored;
    return now().rows;
  };
  const noisy = await restore();
  repair.chooseDamage('pixelation');
  expect(now()).toMatchObject({ rows: [], shown: null, kept: 1 });
  const pixelated = await restore();
  repair.chooseDamage('noise');
  expect(now()).toMatchObject({ rows: noisy, shown: noisy.at(-1)?.key, kept: 1 });
  takeAnother(state());
  expect(now()).toMatchObject({ rows: [], kept: 2 });
  await Promise.all([state().restore.pickTestImage(state().look.restoreImage), vi.runAllTimersAsync()]);
  expect(now().rows).toEqual(noisy);
  repair.chooseDamage('pixelation');
  expect(now().rows).toEqual(pixelated);
  await Promise.all([state().run.reset(), vi.runAllTimersAsync()]);
  expect(now().rows).toEqual([]);
});

it('follows the link, and the link follows the choice; another link is followed, too', async () => {
  const { repair, now, state } = await repairOf('#v=1&recipe=tiny&damage=scratches&scratches=9&method=ddnm');
  expect(now()).toMatchObject({ kind: 'scratches', amounts: { scratches: 9 }, settings: { method: 'ddnm' } });
  repair.chooseDamage('pixelation');
  repair.setAmount('pixelation', 8);
  repair.setSettings({ method: 'sdedit', strength: 0.7 });
  expect(state().share.link()).toContain('&pixelation=8&strength=0.7&damage=pixelation&method=sdedit');
  state().look.set({ restoreDamage: 'scratches', restoreMethod: 'repaint' });
  expect(now()).toMatchObject({ kind: 'scratches', settings: { method: 'repaint', strength: 0.7 } });
  state().look.set({ restoreDamage: 'noise' });
  expect([now().settings.method, state().look.restoreMethod]).toEqual(['one-pass', 'one-pass']);
});

it('keeps a row for each method and setting, filters first, and shows the newest', async () => {
  const { repair, now, script } = await repairOf();
  repair.chooseDamage('scratches');
  expect(now().settings.method).toBe('repaint');
  for (const change of [{ steps: 2 }, { method: 'ddnm' }, { steps: 3 }, { steps: 2 }] as const) {
    repair.setSettings(change);
    const restored = repair.restore();
    await vi.runAllTimersAsync();
    await restored;
  }
  const keys = ['damaged', 'diffusion', 'telea', 'repaint 2 5 3', 'ddnm 3 5 3', 'ddnm 2 5 3'];
  expect(now().rows.map(({ key }) => key)).toEqual(keys);
  expect(now().shown).toBe('ddnm 2 5 3');
  expect(now().film).toHaveLength(2);
  repair.show('diffusion');
  expect(now().shown).toBe('diffusion');
  expect(script.calls.filter((call) => call.startsWith('restore'))).toHaveLength(4);
  expect(repairKey({ method: 'sdedit', steps: 4, strength: 0.5, jump: 1, resamples: 1 })).toBe('sdedit 4 0.5');
});

it('can be stopped between two passes without a notice; the film so far stays', async () => {
  const { repair, now, notices } = await repairOf();
  repair.chooseDamage('downscaling');
  const restored = repair.restore();
  await vi.advanceTimersByTimeAsync(2500);
  expect(now().busy).toBe(true);
  repair.cancel();
  await vi.runAllTimersAsync();
  await restored;
  expect(now()).toMatchObject({ busy: false, rows: [] });
  expect(now().film).toHaveLength(2);
  expect(notices()).toEqual([]);
});

it('drops a result in progress when the picture changes', async () => {
  const { repair, now, state } = await repairOf();
  repair.chooseDamage('grey');
  const restored = repair.restore();
  await vi.advanceTimersByTimeAsync(1500);
  takeAnother(state());
  await vi.runAllTimersAsync();
  await restored;
  expect(now()).toMatchObject({ busy: false, rows: [], film: [] });
});

it('repairs a picture in its own size: damages it without blocking the page, shows progress and the time left, and then knows the pace', async () => {
  const { repair, now, state } = await repairOf();
  const [width, height] = [200, 150];
  state().restore.take({ count: 1, width, height, rgb: new Uint8Array(width * height * 3).fill(90) }, 'photograph');
  expect(now().damaged).toBeNull();
  await vi.runAllTimersAsync();
  expect(now().damaged).toMatchObject({ width, height });
  const seed1 = now().damaged?.rgb;
  // Of two changes, the later is shown; until then the picture before stays.
  state().look.set({ restoreSeed: 2 });
  state().look.set({ restoreSeed: 1 });
  expect(now().damaged?.rgb).toEqual(seed1);
  await vi.runAllTimersAsync();
  expect(now().damaged?.rgb).toEqual(seed1);

  repair.chooseDamage('mask');
  expect(now().lost).toHaveLength(width * height);
  // Another picture with as many pixels: the brushed mask does not belong to it.
  repair.setHole('none');
  state().restore.take({ count: 1, width: height, height: width, rgb: new Uint8Array(width * height * 3) }, 'upright');
  expect(now().lost?.includes(1)).toBe(true);

  repair.setSettings({ steps: 4, resamples: 1 });
  const network = state().run.status?.network ?? expect.fail('a run');
  const upright = { width: height, height: width };
  const effort = effortOf(network, upright, now().settings, 1) ?? expect.fail('it is large enough');
  expect(effort).toEqual({ passes: 4, parts: 108, pixels: 4 * 108 * 1024 });
  const restored = repair.restore();
  await vi.advanceTimersByTimeAsync(2500);
  expect(now().place).toMatchObject({ pass: 2, passes: 4, part: 2, parts: 2, secondsLeft: 2 });
  await vi.runAllTimersAsync();
  await restored;
  expect(now().place).toBeNull();
  expect(state().run.denoisingPace).toBeCloseTo(4000 / effort.pixels, 6);
  expect(effortOf(network, { width: 31, height: 64 }, now().settings, 1)).toBeNull();
  // The test pictures get the same hole, scaled to their size.
  const hole = holeIn(now().lost, upright, { width: 32, height: 32 });
  expect(hole?.filter((isLost) => isLost === 1)).toHaveLength(12 ** 2);
});

it('has a class of its own: the class for painting does not affect repairs', async () => {
  const { repair, state, script } = await repairOf('#v=1&recipe=classes');
  const asked = async () => {
    const restored = repair.restore();
    await vi.runAllTimersAsync();
    await restored;
    return script.calls.at(-1);
  };
  state().look.set({ sampleClass: 'ship' });
  expect(await asked()).toBe('restore noise by one-pass');
  state().look.set({ restoreClass: 'cat' });
  expect(await asked()).toBe('restore noise by one-pass as 3');
  expect(state().look.sampleClass).toBe('ship');
  state().run.chooseDataSet(shippedSets.emoji);
  expect(state().look.restoreClass).toBe('any');
});

it('begins with a hole, which a brush changes; a network that answers in one pass has only one method', async () => {
  const { repair, now } = await repairOf('#v=1&recipe=article');
  repair.chooseDamage('mask');
  expect(now().settings.method).toBe('one-pass');
  const count = () => now().lost?.reduce((sum, value) => sum + value, 0);
  expect(count()).toBe(144);
  repair.setHole('none');
  expect(count()).toBe(0);
  repair.setLost(new Uint8Array(1024).fill(1, 0, 5));
  expect(count()).toBe(5);
});

it('repairs the first test pictures together, and counts the results that beat every filter', async () => {
  const { repair, now } = await repairOf();
  const { batch } = repair;
  const ran = batch.run();
  await vi.runAllTimersAsync();
  await ran;
  const { count, rows, busy } = batch.store.getState();
  expect([count, busy]).toEqual([64, false]);
  expect(rows.map(({ name, wins }) => [name, wins])).toEqual([
    ['damaged', null],
    ['bilateral', null],
    ['gaussian', null],
    ['one-pass', 0],
  ]);
  const figures = [
    { psnr: 20, ssim: 0.5 },
    { psnr: 30, ssim: 0.7 },
  ];
  const better = figures.map(({ psnr }) => ({ psnr: psnr + 1, ssim: 0.9 }));
  const [damaged, network] = batchRows(
    { quality: { damaged: figures, restored: better }, baselines: [] },
    { repair: now().settings, classIndex: 7 },
  );
  expect([damaged?.classIndex, network?.classIndex, network?.key]).toEqual([null, 7, 'one-pass class 7']);
  expect(damaged?.psnr).toEqual({ mean: 25, deviation: 5 });
  expect(network?.wins).toBe(2);
});
