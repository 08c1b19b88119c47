import { expect, it } from 'vitest';
import { repair } from '../../words/en/repair.ts';
import { endsAt } from './compare-ends.ts';

it('says under each half what it shows: the damage up to the line, the repair beyond it', () => {
  expect(endsAt(50)).toEqual({ left: 'repair.ends.before', right: 'repair.ends.after' });
  expect(endsAt(0)).toEqual({ left: 'repair.ends.dragBefore', right: 'repair.ends.after' });
  expect(endsAt(100)).toEqual({ left: 'repair.ends.before', right: 'repair.ends.dragAfter' });
  expect([repair.ends.before, repair.ends.after]).toEqual(['Damaged', 'Repaired']);
});
