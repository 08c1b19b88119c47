import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Page } from '@playwright/test';

/** Chooses a file in the Restore panel, as a visitor does. */
export async function upload(page: Page, path: string): Promise<void> {
  await page.getByRole('tab', { name: 'Upload', exact: true }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /choose/i }).click();
  await (await chooser).setFiles(path);
}

/** Drops or pastes a file anywhere on the page. */
export async function bring(page: Page, event: 'drop' | 'paste', path: string): Promise<void> {
  const base64 = (await readFile(path)).toString('base64');
  await dispatch(page, event, { name: basename(path), base64 });
}

/** Drops a link, as a picture dragged from another page is one. Answers whether the page kept the browser from opening it. */
export function bringLink(page: Page, event: 'drop' | 'paste'): Promise<boolean> {
  return dispatch(page, event, null);
}

interface FileBrought {
  readonly name: string;
  readonly base64: string;
}

/** The event as the browser makes it, on the page's heading. */
function dispatch(page: Page, event: 'drop' | 'paste', file: FileBrought | null): Promise<boolean> {
  return page.getByRole('heading', { level: 1 }).evaluate(
    (target, { event, file }) => {
      const data = new DataTransfer();
      if (file) {
        const bytes = Uint8Array.from(atob(file.base64), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], file.name, { type: 'image/png' }));
      } else {
        data.setData('text/uri-list', 'https://elsewhere.example/cat.png');
      }
      const common = { bubbles: true, cancelable: true };
      const made =
        event === 'drop'
          ? new DragEvent('drop', { ...common, dataTransfer: data })
          : new ClipboardEvent('paste', { ...common, clipboardData: data });
      target.dispatchEvent(made);
      return made.defaultPrevented;
    },
    { event, file },
  );
}
