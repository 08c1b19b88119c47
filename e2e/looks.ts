/**
 * Two checks for every view: axe finds no violation of WCAG 2.2 AA, and nothing reaches beyond the
 * page's edge.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './playground.ts';

const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** The rules of that standard that look at colours. */
const colourRules = ['color-contrast', 'link-in-text-block'];

export async function expectNoViolations(
  { page }: { readonly page: Page },
  rules: 'all' | 'colours',
  where: string,
): Promise<void> {
  // The page has no frames, so axe can run within it; otherwise it opens another page to collect
  // its findings.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations, passes } = await (rules === 'all'
    ? axe.withTags(standard)
    : axe.withRules(colourRules)
  ).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  console.log(`axe, ${where}: ${passes.length} rules pass, ${violations.length} violations`);
  expect(found, where).toEqual([]);
}

/** Polls, because a chart takes a moment to follow the window's size. */
export async function expectNoSidewaysScroll({ page }: { readonly page: Page }, where: string): Promise<void> {
  const beyond = (): Promise<number> =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(beyond, { message: where, timeout: 10_000 }).toBeLessThanOrEqual(0);
}
