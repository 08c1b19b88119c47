/**
 * A model on the Hugging Face hub, as people write it: `hf:owner/name@revision/folder`, which is
 * the hub's own notation (`hf://`, its "HF URIs"), or the address of the repository's page. Nothing
 * is fetched here.
 */

export interface HubReference {
  /** `owner/name`. */
  readonly repository: string;
  /** A branch, a tag, a commit or a pull request (`refs/pr/1`); null: the main branch. */
  readonly revision: string | null;
  /** Within the repository: '' for its root, otherwise ending in a slash. */
  readonly folder: string;
}

/**
 * A revision ends at the next slash, except for the hub's own references; in any other, a slash is
 * written as %2F.
 */
const notation =
  /^hf:(?:\/\/)?(?:models\/)?([^/@]+\/[^/@]+)(?:@(refs\/pr\/\d+|refs\/convert\/[\w.-]+|[^/]+))?(?:\/(.*))?$/i;
const hosts: ReadonlySet<string> = new Set(['huggingface.co', 'www.huggingface.co', 'hf.co']);
const page = /^\/([^/]+\/[^/]+)(?:\/(?:tree|blob|resolve)\/(refs\/pr\/\d+|[^/]+)(?:\/(.*))?)?\/?$/;
/** Names in the owner's place in addresses of the hub that do not belong to models. */
const noOwner: ReadonlySet<string> = new Set(['datasets', 'spaces', 'api', 'docs', 'collections', 'papers', 'models']);

const nameLimit = 96;
const textLimit = 200;
/** The rules of git for a revision, as far as they matter in an address. */
const revisionText = /^(?!.*\.\.)[^\s~^:?*[\\\p{Cc}]+$/u;
const folderPart = /^(?!\.{1,2}$)[^\\?#\p{Cc}]+$/u;
/** A file instead of a folder: visitors often copy the address of a file's page. */
const fileName = /\.(json|safetensors|bin|md)$/i;

/**
 * Null if the address is not on the hub, or not well formed. The address of a .zip is a file, on
 * any host.
 */
export function hubReference(text: string): HubReference | null {
  const [, repository, revision, folder] = notation.exec(text) ?? pageOf(text) ?? [];
  return repository === undefined ? null : checked(repository, revision, folder ?? '');
}

export const isHubNotation = (text: string): boolean => /^hf:/i.test(text) && hubReference(text) !== null;

/** The notation that `hubReference` reads. */
export function writeHubReference({ repository, revision, folder }: HubReference): string {
  const at = revision === null ? '' : `@${/^refs\/pr\/\d+$/.test(revision) ? revision : encodeURIComponent(revision)}`;
  return `hf:${repository}${at}${folder === '' ? '' : `/${folder.slice(0, -1)}`}`;
}

function pageOf(text: string): RegExpExecArray | null {
  const url = /^https:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (url === null || !hosts.has(url.host) || /\.zip$/i.test(url.pathname)) return null;
  const match = page.exec(decoded(url.pathname.replace(/refs%2Fpr%2F/i, 'refs/pr/')));
  return match && noOwner.has(match[1]?.split('/')[0] ?? '') ? null : match;
}

function checked(repository: string, revision: string | undefined, path: string): HubReference | null {
  const isName = (name: string) => /^(?!.*\.\.)[\w.-]+$/.test(name) && !/^\.+$/.test(name) && name.length <= nameLimit;
  if (!repository.split('/').every(isName)) return null;
  const wanted = revision === undefined ? null : decoded(revision);
  if (wanted !== null && (wanted.length > textLimit || !revisionText.test(wanted))) return null;
  const parts = path.split('/').filter((part) => part !== '');
  if (fileName.test(parts.at(-1) ?? '')) parts.pop();
  if (path.length > textLimit || !parts.every((part) => folderPart.test(part))) return null;
  return { repository, revision: wanted, folder: parts.map((part) => `${part}/`).join('') };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
