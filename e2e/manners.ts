/**
 * What a page must not do in any test: break its content security policy, or ask another host for
 * anything.
 */
import type { BrowserContext, Page, Worker } from '@playwright/test';

const mark = 'breaks the content security policy: ';

/** Runs in documents and in workers, because each fires an event on every violation. */
function tellViolations(prefix: string): void {
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) =>
    console.error(`${prefix}${effectiveDirective}, ${blockedURI}, ${sourceFile}:${lineNumber}`),
  );
}

/**
 * Collects the violations in all pages of a context, including those already open, and in their
 * workers. A worker is watched only once Playwright has reached it, so violations at the very start
 * of its script are missed.
 */
export async function watchPolicy(context: BrowserContext): Promise<string[]> {
  const violations: string[] = [];
  // The worker may have ended by then.
  const watchWorker = (worker: Worker) => void worker.evaluate(tellViolations, mark).catch(() => {});
  const watchWorkers = (page: Page): void => {
    for (const worker of page.workers()) watchWorker(worker);
    page.on('worker', watchWorker);
  };
  await context.addInitScript(tellViolations, mark);
  for (const page of context.pages()) watchWorkers(page);
  context.on('page', watchWorkers);
  context.on('console', (message) => {
    if (message.text().startsWith(mark)) violations.push(message.text());
  });
  return violations;
}

/**
 * Collects the addresses on hosts other than `home`'s that the pages of a context and their workers
 * request. The addresses that a test opens itself do not count.
 */
export function watchRequests(context: BrowserContext, home: string): readonly string[] {
  const { origin } = new URL(home);
  const others: string[] = [];
  context.on('request', (request) => {
    const url = new URL(request.url());
    // Addresses that a page has made itself (blob:, data:) have no host.
    if (!/^https?:$/.test(url.protocol) || url.origin === origin) return;
    if (request.isNavigationRequest() && request.frame().parentFrame() === null) return;
    others.push(url.href);
  });
  return others;
}
