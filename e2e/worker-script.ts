import type { Page } from '@playwright/test';

/**
 * Puts lines in front of the engine's script, so that the browser seems to lack something. They run
 * in the worker before anything else.
 */
export async function prependToWorker(page: Page, lines: string): Promise<void> {
  await page.route('**/*worker*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${lines}\n${await response.text()}` });
  });
}
