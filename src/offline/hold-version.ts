import { tabLock } from './messages.ts';

/** The version that this tab began with stays until the tab is closed. */
export function holdVersion(): void {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src.split('/').at(-1);
  if (script === undefined || !('locks' in navigator)) return;
  // Never let go of: the browser does, with the tab.
  navigator.locks.request(tabLock(script), { mode: 'shared' }, () => new Promise<void>(() => {})).catch(() => {});
}
