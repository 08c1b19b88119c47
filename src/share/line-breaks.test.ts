import { expect, it } from 'vitest';
import { linesOfPieces, piecesOf, wrapped } from './line-breaks.ts';

const widthOf = (text: string) => text.length;

it('breaks a sentence between words', () => {
  expect(wrapped('one two three, an unbreakablyLongWord', 9, widthOf)).toEqual([
    'one two',
    'three, an',
    'unbreakablyLongWord',
  ]);
  expect(wrapped('short', 9, widthOf)).toEqual(['short']);
  expect(wrapped('', 9, widthOf)).toEqual([]);
});

it('breaks Chinese between characters, but not inside a Latin word, and not before a closing mark', () => {
  expect(wrapped('去噪后，网络（U-Net）的“检查点”。', 6, widthOf)).toEqual([
    '去噪后，网络',
    '（U-Net）',
    '的“检查',
    '点”。',
  ]);
  expect(wrapped('训练 1,000 步后，损失为 0.0312。', 5, widthOf)).toEqual([
    '训练',
    '1,000',
    '步后，损失',
    '为',
    '0.0312。',
  ]);
});

it('puts the rest into the last line', () => {
  expect(linesOfPieces(piecesOf('a b c d e'), 1, widthOf, 3)).toEqual(['a', 'b', 'c d e']);
});
