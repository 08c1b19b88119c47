/**
 * What a page is not to do in any test: break its content security policy, or ask a host that is
 * not its own.
 */
import type { BrowserContext, Page, Worker } from '@playwright/test';

const mark = 'breaks the content security policy: ';

/** Runs in documents and workers, where every violation is an event. */
function tellViolations(prefix: string): void {
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) =>
    console.error(`${prefix}${effectiveDirective}, ${blockedURI}, ${sourceFile}:${lineNumber}`),
  );
}

/**
 * The violations in all pages of a context, open already or not, and in their workers, as they
 * happen. A worker is watched once Playwright has reached it: what its script does at once is
 * missed.
 */
export async function watchPolicy(context: BrowserContext): Promise<string[]> {
  const violations: string[] = [];
  // A worker may have ended by then.
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
 * Addresses that the pages of a context and their workers ask for on other hosts than that of
 * `home`. The addresses that a test opens itself do not count.
 */
export function watchRequests(context: BrowserContext, home: string): readonly string[] {
  const { origin } = new URL(home);
  const others: string[] = [];
  context.on('request', (request) => {
    const url = new URL(request.url());
    // What a page has made itself (blob:, data:) has no host.
    if (!/^https?:$/.test(url.protocol) || url.origin === origin) return;
    if (request.isNavigationRequest() && request.frame().parentFrame() === null) return;
    others.push(url.href);
  });
  return others;
}
