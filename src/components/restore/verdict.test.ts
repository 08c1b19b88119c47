import { describe, expect, it } from 'vitest';
import { repairDefaults } from '../../ml/diffusion/restore/methods.ts';
import type { RepairRow } from '../../store/repair.ts';
import { repair } from '../../words/en/repair.ts';
import { repair as chinese } from '../../words/zh-CN/repair.ts';
import { manyRepairs, verdictOf } from './verdict.ts';

const pictures = { count: 1, width: 1, height: 1, rgb: new Uint8Array(3) };
const shared = { pictures, classIndex: null, passes: 1, parts: 1, milliseconds: null };
const filter = (name: RepairRow['name'], psnr: number, ssim = 0.5): RepairRow => ({
  ...{ ...shared, key: name, name, settings: null, step: null, quality: { psnr, ssim } },
});
const network = (psnr: number, step: number, ssim = 0.5): RepairRow => ({
  ...{ ...shared, key: 'repaint', name: 'repaint', settings: repairDefaults, step, quality: { psnr, ssim } },
});
const filters = [filter('damaged', 12), filter('diffusion', 32), filter('telea', 31)];

describe('the verdict on a network that loses to a filter, when', () => {
  it.each([
    ['it has not been trained', 0, false, 'baselineWinsUntrained'],
    ['it has hardly begun', 10, false, 'baselineWinsEarly'],
    ['it has been trained', 500, false, 'baselineWins'],
    ['it was trained before it was opened', 0, true, 'baselineWins'],
  ] as const)('%s', (_, step, imported, word) => {
    expect(verdictOf([...filters, network(30, step)], imported)).toEqual({
      ...{ word, baseline: 'diffusion', step, gain: 2 },
    });
  });
});

it('a result that is best by one measure only is described so, and the filter that is better by the other measure is named', () => {
  const rows = [filter('damaged', 12), filter('diffusion', 32, 0.6), filter('telea', 31, 0.7)];
  expect(verdictOf([...rows, network(30, 500, 0.8)], false)).toMatchObject({
    ...{ word: 'networkWinsSsim', baseline: 'diffusion', gain: 2 },
  });
  expect(verdictOf([...rows, network(34, 500, 0.65)], false)).toMatchObject({
    ...{ word: 'networkWinsPsnr', baseline: 'telea', gain: 2 },
  });
  expect(verdictOf([...rows, network(34, 500, 0.8)], false)?.word).toBe('networkWins');
  expect(verdictOf([...rows, network(30, 500, 0.65)], false)?.word).toBe('baselineWins');
});

it('says that a hole has many possible fillings and other lost detail many possible sources, and neither for noise', () => {
  const kinds = ['mask', 'scratches', 'pixelation', 'downscaling', 'grey', 'noise'] as const;
  expect(kinds.map(manyRepairs)).toEqual(['hole', 'hole', 'detail', 'detail', 'detail', null]);
  for (const words of [repair, chinese]) {
    expect(Object.keys(words.manyRepairs)).toEqual(['hole', 'detail']);
    // The page's main word is kept for diffusion models.
    expect(words.names.diffusion).not.toMatch(/diffusion|扩散/);
    expect(words.baselineWins).not.toMatch(/keep|不值得/);
  }
  expect(repair.manyRepairs.hole).toMatch(/many plausible fillings.*close a filling is to the one original/);
});

it('says nothing before there is a network to compare, and says that a filter has learned nothing', () => {
  expect(verdictOf(filters, false)).toBeNull();
  expect(verdictOf([...filters, network(33, 0)], true)?.word).toBe('networkWins');
  expect(verdictOf([...filters, network(32, 500)], true)?.word).toBe('even');
  for (const { name } of filters.slice(1)) expect(repair.names[name]).toMatch(/^Filter: /);
  expect(repair.filterWhy.all).toContain('learned nothing');
  expect(repair.baselineWinsUntrained).toContain('Nothing has been trained yet');
});
