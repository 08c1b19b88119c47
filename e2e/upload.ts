import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Page } from '@playwright/test';

async function openTab(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Upload', exact: true }).click();
  await page.getByRole('button', { name: /choose/i }).waitFor();
}

/** Chooses a file in the Restore panel, as a visitor does. */
export async function upload(page: Page, path: string): Promise<void> {
  await openTab(page);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /choose/i }).click();
  await (await chooser).setFiles(path);
}

/** Drops or pastes a file: the event as the browser makes it, with the file in it. */
export async function bring(page: Page, event: 'drop' | 'paste', path: string): Promise<void> {
  await openTab(page);
  const file = { name: basename(path), base64: (await readFile(path)).toString('base64') };
  await page.getByRole('button', { name: /choose/i }).evaluate(
    (target, { event, name, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name, { type: 'image/png' }));
      const common = { bubbles: true, cancelable: true };
      target.dispatchEvent(
        event === 'drop'
          ? new DragEvent('drop', { ...common, dataTransfer: data })
          : new ClipboardEvent('paste', { ...common, clipboardData: data }),
      );
    },
    { event, ...file },
  );
}
