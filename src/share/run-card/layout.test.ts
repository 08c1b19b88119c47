import { expect, it } from 'vitest';
import type { RunCard } from './card.ts';
import type { CardItem, Sheet } from './items.ts';
import { layOut, layOutNarrow } from './layout.ts';

const picturesOf = (count: number) => ({ count, width: 28, height: 28, rgb: new Uint8Array(count * 28 * 28 * 3) });
const pictures = picturesOf(16);
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

it('keeps everything on the page, cuts long texts, and shows looks from the first to the newest', () => {
  const sheet = layOut(card);
  expectInside(sheet);
  const texts = textsOf(sheet);
  expect(texts.filter((text) => text.endsWith('…'))).toHaveLength(14);
  expect(texts.filter((text) => text.startsWith('Step '))).toEqual([
    'Step 300',
    'Step 0',
    'Step 3',
    'Step 5',
    'Step 8',
  ]);
  expect(picturesOn(sheet)).toHaveLength(4 * 8);
  expect(sheet.items.some(({ kind }) => kind === 'path')).toBe(true);
});

it('keeps Chinese text on the paper, although its characters are as wide as they are high', () => {
  const sentence = '训练了一千步，看过六万张图像。';
  const chinese: RunCard = { ...card, title: sentence.repeat(9), subtitle: sentence.repeat(9) };
  for (const sheet of [layOut(chinese), layOutNarrow(chinese)])
    for (const item of sheet.items)
      if (item.kind === 'text' && item.text.startsWith(sentence.slice(0, 3)))
        expect(item.x + item.text.length * item.size).toBeLessThanOrEqual(sheet.width);
});

it('says so if there is nothing to draw', () => {
  const empty: RunCard = {
    ...card,
    curves: { ...card.curves, none: 'no losses', all: [] },
    samples: { ...card.samples, none: 'no pictures', looks: [] },
  };
  for (const sheet of [layOut(empty), layOutNarrow(empty)]) {
    expect(textsOf(sheet)).toEqual(expect.arrayContaining(['no losses', 'no pictures']));
    expectInside(sheet);
  }
});

it('shows pictures, then curves with distinct axis numbers, then settings', () => {
  const steps = [1, 2, 3, 1000];
  const flat = { ...card, curves: { ...card.curves, all: [{ name: 'loss', steps, values: [1.79, 1.8, 1.75, 1.72] }] } };
  for (const sheet of [layOut(flat), layOutNarrow(flat)]) {
    expectInside(sheet);
    const placeOf = (said: string) => sheet.items.find((item) => item.kind === 'text' && item.text === said);
    const tops = ['Samples', 'Curves', 'Configuration', 'Link'].map((title) => Number(Object(placeOf(title)).y));
    expect(tops).toEqual(tops.toSorted((a, b) => a - b));
    const numbers = textsOf(sheet).filter((said) => /^1\.\d+$/.test(said));
    expect(new Set(numbers).size).toBe(4);
    expect(textsOf(sheet)).toEqual(expect.arrayContaining(['0', '500', '1,000']));
  }
});

const withLooks = (looks: number, each: number): RunCard => ({
  ...card,
  samples: {
    ...card.samples,
    looks: Array.from({ length: looks }, (_, i) => ({ label: `Step ${i}`, pictures: picturesOf(each) })),
  },
});

it('fills the page, however few pictures there are: no gap is more than a tenth of its height', () => {
  for (const [looks, each] of [
    [1, 1],
    [1, 4],
    [1, 8],
    [2, 1],
    [2, 8],
    [3, 8],
    [4, 16],
  ] as const) {
    const sheet = layOut(withLooks(looks, each));
    expectInside(sheet);
    const ends = sheet.items
      .flatMap((item) => (item.kind !== 'path' ? [bottomOf(item)] : []))
      .toSorted((a, b) => a - b);
    const gaps = ends.slice(1).map((end, i) => end - (ends[i] ?? 0) - heightOf(sheet, end));
    expect(Math.max(...gaps), `${looks} looks of ${each}`).toBeLessThan(sheet.height / 10);
  }
});

it('has a single column for phones, as long as needed, in which nothing is cut', () => {
  for (const [looks, each] of [
    [1, 1],
    [9, 16],
  ] as const) {
    const given = withLooks(looks, each);
    const device = 'A graphics card with a long name, of a maker who likes to talk';
    const sheet = layOutNarrow({ ...given, figures: { title: 'Figures', rows: [['Trained on', device]] } });
    expectInside(sheet);
    expect(textsOf(sheet).join(' ')).toContain(device);
    const link = sheet.items.flatMap((item) => (item.kind === 'text' && item.mono ? [item.text] : []));
    expect(link.join('')).toBe(card.link.address);
  }
});

const textsOf = ({ items }: Sheet): readonly string[] =>
  items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));
const picturesOn = ({ items }: Sheet) => items.flatMap((item) => (item.kind === 'picture' ? [item] : []));

function bottomOf(item: Exclude<CardItem, { readonly kind: 'path' }>): number {
  if (item.kind === 'line') return Math.max(...item.points.map(([, y]) => y));
  return item.kind === 'picture' ? item.y + item.height : item.y;
}

/** The height of the items that end there: a picture or a curve is not a gap. */
const heightOf = ({ items }: Sheet, end: number): number =>
  Math.max(
    ...items.map((item) => {
      if (item.kind === 'path' || bottomOf(item) !== end) return 0;
      if (item.kind === 'line') return end - Math.min(...item.points.map(([, y]) => y));
      return item.kind === 'picture' ? item.height : item.size;
    }),
  );

function expectInside({ width, height, items }: Sheet): void {
  const expectAt = (x: number, y: number): void => {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThanOrEqual(width);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThanOrEqual(height);
  };
  for (const item of items) {
    if (item.kind === 'line') for (const [x, y] of item.points) expectAt(x, y);
    else expectAt(item.x, item.y);
    if (item.kind === 'picture') expectAt(item.x + item.width, item.y + item.height);
  }
}
