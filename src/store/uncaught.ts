/**
 * What nobody caught on the page becomes a notice: an error is never silent. What the engine's worker leaves uncaught, its client reports.
 */
export function reportUncaught(page: EventTarget, report: (error: unknown) => void): void {
  page.addEventListener('error', (event) => {
    // Without an error: the browser's own remarks (a ResizeObserver that goes on in the next frame), and scripts of other origins.
    if ('error' in event && event.error) report(event.error);
  });
  page.addEventListener('unhandledrejection', (event) => {
    if ('reason' in event) report(event.reason);
  });
}
