/** Which addresses a link may give for a model. Nothing is fetched here. */
import { isHubNotation } from './hub/address.ts';
import { localHosts } from './local-hosts.ts';

export const modelAddressLimit = 1024;

/** `http` is allowed only for this machine, so that a teacher can try out a link locally. */
const localNames: ReadonlySet<string> = new Set(localHosts);

/** A placeholder for the page's address, which does not change what is allowed. */
const anyPage = new URL('https://page.invalid/folder/');

/**
 * An https address, an http address of this machine, a path relative to the page that stays on its
 * host, or `hf:owner/name`; without user name and password.
 */
export function isModelAddress(text: string): boolean {
  if (text === '' || text.length > modelAddressLimit || /\s/.test(text)) return false;
  if (isHubNotation(text)) return true;
  const url = resolved(text);
  if (url === null) return false;
  if (url.username !== '' || url.password !== '') return false;
  if (/^https:\/\//i.test(text)) return true;
  if (/^http:\/\//i.test(text)) return localNames.has(url.hostname);
  return url.origin === anyPage.origin && !/^[a-z][\w+.-]*:/i.test(text);
}

function resolved(text: string): URL | null {
  try {
    return new URL(text, anyPage);
  } catch {
    return null;
  }
}

/** The name of a model that ships with the page, in `models/NAME`; null for any other address. */
export function readyMadeIn(address: string): string | null {
  const [, name] = /^(?:\.\/)?models\/([a-z][a-z0-9-]{0,63})\/?$/.exec(address) ?? [];
  return name ?? null;
}
