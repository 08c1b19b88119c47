import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Locator, Page } from '@playwright/test';

/** Chooses a file in the Restore panel, as a visitor does. */
export async function upload(page: Page, path: string): Promise<void> {
  await page.getByRole('tab', { name: 'Upload', exact: true }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /choose/i }).click();
  await (await chooser).setFiles(path);
}

/** Drops or pastes files anywhere on the page, or on one part of it. */
export async function bring(where: Page | Locator, event: 'drop' | 'paste', ...paths: string[]): Promise<void> {
  const files = paths.map(async (path) => ({
    name: basename(path),
    base64: (await readFile(path)).toString('base64'),
  }));
  await dispatch('goto' in where ? heading(where) : where, event, await Promise.all(files));
}

/**
 * Drops a link, which is what dragging a picture from another page gives. Returns whether the page
 * kept the browser from opening it.
 */
export function bringLink(page: Page, event: 'drop' | 'paste'): Promise<boolean> {
  return dispatch(heading(page), event, []);
}

interface FileBrought {
  readonly name: string;
  readonly base64: string;
}

const heading = (page: Page): Locator => page.getByRole('heading', { level: 1 });

/** Dispatches the event as the browser would make it. Without files it carries a link. */
function dispatch(target: Locator, event: 'drop' | 'paste', files: readonly FileBrought[]): Promise<boolean> {
  return target.evaluate(
    (target, { event, files }) => {
      const data = new DataTransfer();
      for (const { name, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: 'image/png' }));
      }
      if (files.length === 0) data.setData('text/uri-list', 'https://elsewhere.example/cat.png');
      const common = { bubbles: true, cancelable: true };
      const made =
        event === 'drop'
          ? new DragEvent('drop', { ...common, dataTransfer: data })
          : new ClipboardEvent('paste', { ...common, clipboardData: data });
      target.dispatchEvent(made);
      return made.defaultPrevented;
    },
    { event, files },
  );
}
