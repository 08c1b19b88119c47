import { describe, expect, it } from 'vitest';
import { repairDefaults } from '../../ml/diffusion/restore/methods.ts';
import type { RepairRow } from '../../store/repair.ts';
import { repair } from '../../words/en/repair.ts';
import { verdictOf } from './verdict.ts';

const pictures = { count: 1, width: 1, height: 1, rgb: new Uint8Array(3) };
const shared = { pictures, passes: 1, parts: 1, milliseconds: null };
const filter = (name: RepairRow['name'], psnr: number): RepairRow => ({
  ...{ ...shared, key: name, name, settings: null, step: null, quality: { psnr, ssim: 0 } },
});
const network = (psnr: number, step: number): RepairRow => ({
  ...{ ...shared, key: 'repaint', name: 'repaint', settings: repairDefaults, step, quality: { psnr, ssim: 0 } },
});
const filters = [filter('damaged', 12), filter('diffusion', 32), filter('telea', 31)];

describe('what is said of a network that loses to a filter', () => {
  it.each([
    ['nothing has been trained', 0, false, 'baselineWinsUntrained'],
    ['it has hardly begun', 10, false, 'baselineWinsEarly'],
    ['it has been trained', 500, false, 'baselineWins'],
    ['it came trained', 0, true, 'baselineWins'],
  ] as const)('%s', (_, step, imported, word) => {
    expect(verdictOf([...filters, network(30, step)], imported)).toEqual({
      ...{ word, baseline: 'diffusion', step, gain: 2 },
    });
  });
});

it('says nothing before there is a network to compare, and calls a filter a filter that has learned nothing', () => {
  expect(verdictOf(filters, false)).toBeNull();
  expect(verdictOf([...filters, network(33, 0)], true)?.word).toBe('networkWins');
  expect(verdictOf([...filters, network(32, 500)], true)?.word).toBe('even');
  for (const { name } of filters.slice(1)) expect(repair.names[name]).toMatch(/^Filter: /);
  expect(repair.filterWhy.all).toContain('learned nothing');
  expect(repair.baselineWinsUntrained).toContain('Nothing has been trained yet');
});
