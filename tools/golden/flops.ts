/**
 * The number of operations per image that torch counts in the recipes' networks, as written by
 * flops.py.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { recipeNames } from '../../src/ml/config.ts';

const schema = z.array(
  z.object({
    recipe: z.enum(recipeNames),
    set: z.enum(['digits', 'cifar10']),
    parameters: z.int(),
    forward: z.int(),
    /** Forward and backward. */
    training: z.int(),
  }),
);

export function readGoldenFlops(): z.infer<typeof schema> {
  return schema.parse(JSON.parse(readFileSync(new URL('flops.json', import.meta.url), 'utf8')));
}
