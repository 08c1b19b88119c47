/**
 * What is asked of every view: no violation of WCAG 2.2 AA that axe finds, and nothing beyond the
 * page's edge.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './playground.ts';

const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Those of the standard's rules that look at colours. */
const colourRules = ['color-contrast', 'link-in-text-block'];

export async function expectNoViolations(
  { page }: { readonly page: Page },
  rules: 'all' | 'colours',
  where: string,
): Promise<void> {
  // The page has no frames: axe can run in it as a whole, where it otherwise opens another page to
  // collect what it has found.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations, passes } = await (rules === 'all'
    ? axe.withTags(standard)
    : axe.withRules(colourRules)
  ).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  console.log(`axe, ${where}: ${passes.length} rules pass, ${violations.length} violations`);
  expect(found, where).toEqual([]);
}

/** A chart takes a moment to follow the window. */
export async function expectNoSidewaysScroll({ page }: { readonly page: Page }, where: string): Promise<void> {
  const beyond = (): Promise<number> =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(beyond, { message: where, timeout: 10_000 }).toBeLessThanOrEqual(0);
}
