/**
 * Turns errors that nobody caught on the page into notices: an error is never silent. Uncaught
 * errors in the engine's worker are reported by its client.
 */
export function reportUncaught(page: EventTarget, report: (error: unknown) => void): void {
  page.addEventListener('error', (event) => {
    // Events without an error are remarks of the browser (a ResizeObserver that continues in the
    // next frame) or come from scripts of other origins.
    if ('error' in event && event.error) report(event.error);
  });
  page.addEventListener('unhandledrejection', (event) => {
    if ('reason' in event) report(event.reason);
  });
}
