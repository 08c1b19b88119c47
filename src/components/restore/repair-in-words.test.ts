import i18next from 'i18next';
import { expect, it } from 'vitest';
import { repairDefaults } from '../../ml/diffusion/restore/methods.ts';
import { fileName } from '../../share/download.ts';
import type { ToldClass } from '../../store/repair.ts';
import { startWords } from '../../words/i18n.ts';
import { repairFileName, rowInWords } from './repair-in-words.ts';

it('a file’s name says what it shows and, for a network’s repair, the recipe; steps only for a network trained here', () => {
  const network = { name: 'repaint', settings: repairDefaults } as const;
  const nameOf = (...asked: Parameters<typeof repairFileName>) => fileName(repairFileName(...asked), 'png');
  expect(nameOf({ ...network, step: 0 }, 'scratches', 'large')).toBe(
    'diffusion-playground-scratches-repaired-repaint-large.png',
  );
  expect(nameOf({ ...network, step: 1240 }, 'mask', 'large')).toBe(
    'diffusion-playground-mask-repaired-repaint-large-step-1240.png',
  );
  expect(nameOf({ name: 'telea', settings: null, step: null }, 'mask', 'large')).toBe(
    'diffusion-playground-mask-repaired-telea.png',
  );
  expect(nameOf({ name: 'damaged', settings: null, step: null }, 'mask', 'large')).toBe(
    'diffusion-playground-mask-damaged.png',
  );
});

it('a row says which class the network was told: a name, none, or of many pictures each its own', async () => {
  await startWords();
  await import('../../words/repair.ts');
  const row = (classIndex: ToldClass) =>
    rowInWords({ settings: repairDefaults, classIndex }, ['cat', 'dog'], i18next.t);
  expect([row(1), row(null), row('own')]).toEqual(['class: dog', 'class: any', 'class: the picture’s own']);
});
