/**
 * Where the page's data sets and models lie: in its own folder, or on another host, which the build
 * writes into the page (`ASSETS_URL`, `tools/vite/deployable.ts`). An absolute URL that ends in a
 * slash.
 */
export function assetsAddress(): string {
  const named = document.querySelector<HTMLMetaElement>('meta[name="assets"]')?.content;
  return new URL(named || '.', document.baseURI).href;
}

/** Whether an address is on another host than the page. In Node no host is the page's. */
export const isElsewhere = ({ origin }: URL): boolean =>
  globalThis.location !== undefined && origin !== globalThis.location.origin;
