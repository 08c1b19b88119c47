import { tabLock } from './messages.ts';

/** Keeps the version that this tab started with until the tab is closed. */
export function holdVersion(): void {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src.split('/').at(-1);
  if (script === undefined || !('locks' in navigator)) return;
  // Never released here: the browser releases it with the tab.
  navigator.locks.request(tabLock(script), { mode: 'shared' }, () => new Promise<void>(() => {})).catch(() => {});
}
