import { expect, it } from 'vitest';
import type { RunCard } from './card.ts';
import { cardSize } from './items.ts';
import { layOut } from './layout.ts';

const pictures = { count: 16, width: 28, height: 28, rgb: new Uint8Array(16 * 28 * 28 * 3) };
const card: RunCard = {
  product: 'Diffusion Playground',
  title: 'Quick on digits',
  subtitle: 'Step 300',
  configuration: {
    title: 'Configuration',
    rows: Array.from({ length: 14 }, (_, i) => [`label ${i}`, 'x'.repeat(200)]),
  },
  figures: { title: 'Figures', rows: [['Steps', '300']] },
  curves: {
    title: 'Curves',
    none: 'none',
    all: [
      { name: 'loss', steps: [1, 2, 3, 300], values: [2, 1, Number.NaN, 0.01] },
      { name: 'held out', steps: [], values: [] },
    ],
  },
  samples: {
    title: 'Samples',
    none: 'none',
    looks: Array.from({ length: 9 }, (_, i) => ({ label: `Step ${i}`, pictures })),
  },
  link: { title: 'Link', about: 'opens it', address: `https://playground.example/#v=1&${'k=1&'.repeat(180)}` },
};

it('keeps everything on the page, cuts what is too long, and shows the first and the newest look', () => {
  const items = layOut(card);
  for (const item of items) {
    if (item.kind === 'line') for (const [x, y] of item.points) expectInside(x, y);
    else expectInside(item.x, item.y);
    if (item.kind === 'picture') expectInside(item.x + item.width, item.y + item.height);
  }
  const texts = items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));
  expect(texts.filter((text) => text.endsWith('…'))).toHaveLength(14);
  expect(texts.filter((text) => text.startsWith('Step '))).toEqual([
    'Step 300',
    'Step 0',
    'Step 3',
    'Step 5',
    'Step 8',
  ]);
  expect(items.filter(({ kind }) => kind === 'picture')).toHaveLength(4 * 8);
  expect(items.some(({ kind }) => kind === 'path')).toBe(true);
});

it('says so where there is nothing to draw', () => {
  const empty = layOut({
    ...card,
    curves: { ...card.curves, none: 'no losses', all: [] },
    samples: { ...card.samples, none: 'no pictures', looks: [] },
  });
  const texts = empty.flatMap((item) => (item.kind === 'text' ? [item.text] : []));
  expect(texts).toEqual(expect.arrayContaining(['no losses', 'no pictures']));
});

function expectInside(x: number, y: number): void {
  expect(x).toBeGreaterThanOrEqual(0);
  expect(x).toBeLessThanOrEqual(cardSize.width);
  expect(y).toBeGreaterThanOrEqual(0);
  expect(y).toBeLessThanOrEqual(cardSize.height);
}
