import { expect, it } from 'vitest';
import { classesOfPaths, inNaturalOrder } from './class-names.ts';

it.each([
  [
    ['a.png', 'b.png'],
    [null, null],
  ],
  [
    ['photos/a.png', 'photos/b.png'],
    [null, null],
  ],
  [
    ['photos/cats/a.png', 'photos/cats/b.png'],
    [null, null],
  ],
  [
    ['photos/cats/a.png', 'photos/dogs/b.png'],
    ['cats', 'dogs'],
  ],
  [
    ['cats/2020/a.png', 'cats/2021/b.png', 'dogs/c.png'],
    ['cats', 'cats', 'dogs'],
  ],
  [
    ['p/a.png', 'p/cats/b.png'],
    ['other', 'cats'],
  ],
  [
    ['d/train/cats/a.png', 'd/test/cats/b.png', 'd/Train/dogs/c.png'],
    ['cats', 'cats', 'dogs'],
  ],
  [
    ['train/a.png', 'test/b.png'],
    [null, null],
  ],
  [
    ['./x/a.png', './y/b.png'],
    ['x', 'y'],
  ],
  [
    ['caf\u0065\u0301/a.png', 'caf\u00e9/b.png', 'x/c.png'],
    ['caf\u00e9', 'caf\u00e9', 'x'],
  ],
])('classes of %o', (paths, classes) => {
  expect(classesOfPaths(paths)).toEqual(classes);
});

it('takes any number of paths, even none', () => {
  expect(classesOfPaths([])).toEqual([]);
  expect(classesOfPaths(['one.png'])).toEqual([null]);
});

it('bounds a long name', () => {
  expect(classesOfPaths([`${'n'.repeat(300)}/a.png`, 'b/b.png'])[0]).toHaveLength(60);
});

it('orders numbers as numbers', () => {
  expect(['10', '9', 'b2', 'b10', 'a', ''].toSorted(inNaturalOrder)).toEqual(['', '9', '10', 'a', 'b2', 'b10']);
});
