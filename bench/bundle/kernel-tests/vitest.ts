/**
 * Replaces `vitest` in the archive, because vitest needs a bundler and a server. The same tests run
 * on vitest's own runner and assertions, with as much of its interface as the kernels' tests use.
 */
import { addCustomEqualityTesters, chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';
import { restoreAllMocks, spyOn } from '@vitest/spy';

export { afterAll, afterEach, beforeAll, beforeEach, describe, it, onTestFinished, test } from '@vitest/runner';

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);

export const expect = Object.assign((value: unknown, message?: string) => chai.expect(value, message), chai.expect, {
  addEqualityTesters: addCustomEqualityTesters,
});

export const vi = { spyOn, restoreAllMocks };
