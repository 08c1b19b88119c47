import fc from 'fast-check';
import { expect, test } from 'vitest';
import { learningRateFactor } from './learning-rate.ts';

const cosine = (warmupSteps: number) => ({ kind: 'cosine', warmupSteps }) as const;

test('constant is constant', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (step, total) => {
      expect(learningRateFactor({ kind: 'constant', warmupSteps: 0 }, step, total)).toBe(1);
    }),
  );
});

test('cosine begins at 0, is 1 after the warm-up, ends at 0 and stays there', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1e6 }), fc.nat(), (warmup, more, past) => {
      const at = (step: number) => learningRateFactor(cosine(warmup), step, warmup + more);
      expect(at(0)).toBe(0);
      expect(at(warmup)).toBe(1);
      expect(at(warmup + more + past)).toBeCloseTo(0, 12);
    }),
  );
});

test('cosine rises to the end of the warm-up and falls after it, within [0, 1], also if the run is shorter than its warm-up', () => {
  const counts = fc.integer({ min: 0, max: 2000 });
  fc.assert(
    fc.property(counts, counts, counts, (warmup, total, step) => {
      const [now, next] = [step, step + 1].map((at) => learningRateFactor(cosine(warmup), at, total));
      if (now === undefined || next === undefined) throw new Error('two numbers');
      expect(now).toBeGreaterThanOrEqual(0);
      expect(now).toBeLessThanOrEqual(1);
      if (step < warmup) expect(next).toBeGreaterThan(now);
      else expect(next).toBeLessThanOrEqual(now);
    }),
  );
});
