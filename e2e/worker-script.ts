import type { Page } from '@playwright/test';

/**
 * Lines in front of the engine's script, as if the browser were another: they run in the worker
 * before anything else does.
 */
export async function prependToWorker(page: Page, lines: string): Promise<void> {
  await page.route('**/*worker*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${lines}\n${await response.text()}` });
  });
}
