/**
 * If the host gets a new version while the page is open, the page may request files that are gone,
 * because their names contain a hash. Only a reload helps, so the page has to tell this case from a
 * failed connection. Before such a reload it notes the current run, to continue it.
 */

/** The run to continue after a reload. */
export interface ContinuedRun {
  readonly runId: string;
  /** Whether it was being trained. */
  readonly training: boolean;
}

/**
 * Whether the host's page now starts other scripts than this one did. False if the host cannot be
 * reached.
 */
export async function isPageRenewed(): Promise<boolean> {
  const scripts = document.querySelectorAll<HTMLScriptElement>('script[type="module"][src]');
  const names = Array.from(scripts, ({ src }) => src.split('/').at(-1) ?? '');
  if (names.length === 0) return false;
  try {
    const answer = await fetch(location.href.replace(/#.*$/, ''), { cache: 'no-store' });
    const html = await answer.text();
    // A network's login page is not a new version of ours.
    return answer.ok && html.includes('id="root"') && names.some((name) => !html.includes(name));
  } catch {
    return false;
  }
}

const key = 'continued-run';

export function noteContinuedRun({ runId, training }: ContinuedRun): void {
  try {
    sessionStorage.setItem(key, `${training ? 'training' : 'paused'} ${runId}`);
  } catch {
    // Without storage, the page offers the saved run after the reload instead.
  }
}

/** Returns the run once, in the page that the reload opened. */
export function takeContinuedRun(): ContinuedRun | null {
  try {
    const noted = /^(training|paused) ([\w-]{1,64})$/.exec(sessionStorage.getItem(key) ?? '');
    sessionStorage.removeItem(key);
    return noted?.[2] ? { runId: noted[2], training: noted[1] === 'training' } : null;
  } catch {
    return null;
  }
}
