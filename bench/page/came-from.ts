/** Whether the browser's Back leads to the page that the bench page was opened from. */
import { withoutLink } from '../../src/share/link-address.ts';

interface Visit {
  /** The address of the document that led here; empty if there is none. */
  readonly referrer: string;
  /** This page's own. */
  readonly address: string;
  /** Entries of the browser's history: when this page opened, and now. */
  readonly entriesThen: number;
  readonly entriesNow: number;
}

/**
 * Back restores the page as it was, with all that its link says. Not in a tab of its own, which has
 * no entry before this one, nor after another link was opened in this page.
 */
export function cameFromPage({ referrer, address, entriesThen, entriesNow }: Visit): boolean {
  if (referrer === '' || entriesThen < 2 || entriesNow !== entriesThen) return false;
  const page = new URL('./', withoutLink(address)).href;
  return [page, `${page}index.html`].includes(withoutLink(referrer));
}
