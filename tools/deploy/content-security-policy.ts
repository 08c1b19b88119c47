/**
 * The content security policy of the pages. It allows no inline code except what the build itself
 * has written (by its hash), no `eval`, and no code, style or picture from another host. It does
 * not limit where the page may send requests (`connect-src`). A page carries it in a meta tag, and
 * hosts send it as a header; only the header reaches the workers.
 */
import { createHash } from 'node:crypto';
import { localHosts } from '../../src/share/local-hosts.ts';

export interface PolicyParts {
  /** Sources `'sha256-…'` of the inline scripts and styles. */
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  /** The host of sets and models, if it is not the page's own. */
  readonly assetsOrigin: string | null;
}

/**
 * Without `frame-ancestors`, so that other pages can embed a view (`embed=1`). A meta tag could not
 * set it anyway.
 */
export function contentSecurityPolicy({ scripts, styles, assetsOrigin }: PolicyParts): string {
  const assets = assetsOrigin === null ? [] : [assetsOrigin];
  const directives: Readonly<Record<string, readonly string[]>> = {
    'default-src': ["'self'"],
    'script-src': ["'self'", ...scripts],
    'style-src': ["'self'", ...styles],
    // data: is the page's icon. blob: are pictures that the page itself has made: a run's card, a
    // thumbnail.
    'img-src': ["'self'", 'data:', 'blob:', ...assets],
    // Hosts from which a visitor may open a model: any over https, such as the Hugging Face hub,
    // and this machine.
    'connect-src': ["'self'", 'https:', ...localHosts.map((host) => `http://${host}:*`), ...assets],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${[...new Set(sources)].join(' ')}`)
    .join('; ');
}

const inlineScript = /<script\b(?![^>]*\bsrc=)[^>]*>(.*?)<\/script>/gs;
const inlineStyle = /<style\b[^>]*>(.*?)<\/style>/gs;

/** The hashes of a page's inline scripts and styles, over exactly the bytes between the tags. */
export function inlineParts(html: string): Pick<PolicyParts, 'scripts' | 'styles'> {
  const hashes = (tags: RegExp): string[] => [...html.matchAll(tags)].map(([, text = '']) => sourceOf(text));
  return { scripts: hashes(inlineScript), styles: hashes(inlineStyle) };
}

const sourceOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const firstTag = '<meta charset="utf-8" />';

/**
 * Adds the policy to the page, first in its head, because a policy applies only to what comes after
 * it.
 */
export function withPolicy(html: string, assetsOrigin: string | null): string {
  if (!html.includes(firstTag)) throw new Error(`a page has no ${firstTag}`);
  const policy = contentSecurityPolicy({ ...inlineParts(html), assetsOrigin });
  return html.replace(firstTag, `${firstTag}\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`);
}
