/**
 * What a test on a software adapter has to arrange so that it measures the page and not the
 * adapter's use of the cores.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import type { Browser } from '@playwright/test';

export const isSoftware = (adapter: string | null): boolean => /swiftshader|llvmpipe/i.test(adapter ?? '');

/**
 * A GPU takes no core from the page; a software adapter takes all of them. This gives the browser's
 * GPU process, which does the adapter's computing, the lowest priority, so that it waits for the
 * page. Linux only: there, priorities belong to threads.
 */
export async function letThePageGoFirst(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const gpu = processInfo.find(({ type }) => type === 'GPU');
  if (gpu === undefined) throw new Error('the browser has no GPU process');
  const threads = readdirSync(`/proc/${gpu.id}/task`);
  const { status, stderr } = spawnSync('renice', ['-n', '19', '-p', ...threads], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`renice: ${stderr}`);
}
