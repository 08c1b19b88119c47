import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { reasonOfIssue } from './reasons.ts';

it.each([
  ['at least', z.gte(2), 1, { code: 'must-be-at-least', least: 2 }],
  ['above', z.gt(0), 0, { code: 'must-be-above', least: 0 }],
  ['at most', z.lte(2), 3, { code: 'must-be-at-most', most: 2 }],
  ['below', z.lt(1), 1, { code: 'must-be-below', most: 1 }],
])('says whether the bound itself is allowed: %s', (_, bound, value, reason) => {
  const { error } = z.number().check(bound).safeParse(value);
  expect(reasonOfIssue(error?.issues[0])).toEqual(reason);
});
