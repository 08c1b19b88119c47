import type { Page } from '@playwright/test';

/** Chooses a file in the Restore panel, as a visitor does. */
export async function upload(page: Page, path: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /upload/i }).click();
  await (await chooser).setFiles(path);
}
