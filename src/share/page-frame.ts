/**
 * The parts of the page that a link hides: everything but one view, to embed that in another page
 * (`embed=1`), or the parts that a class does not need (`hide=parameters,share`). The button that a
 * view is for, such as Generate or Restore, always stays.
 */
import type { LinkNotice } from './link-notice.ts';
import { readName } from './link-settings.ts';
import { shorten } from './shorten.ts';

/**
 * `training` is Train, Step and Reset, with the numbers of the run. `tools` is the choice of
 * Paint's tool, which the link then makes.
 */
export const hideableParts = ['recipe', 'training', 'views', 'tools', 'parameters', 'share'] as const;
export type HideablePart = (typeof hideableParts)[number];

export interface PageFrame {
  /** One view and the transport, without the page's header and footer. */
  readonly embedded: boolean;
  readonly hidden: readonly HideablePart[];
}

export const wholePage: PageFrame = { embedded: false, hidden: [] };

/** Choices around the view, which an embedded view does not have. */
const aroundTheView: readonly HideablePart[] = ['recipe', 'views', 'share'];

/** Whether the page shows the part. */
export const hasPart = ({ embedded, hidden }: PageFrame, part: HideablePart): boolean =>
  !hidden.includes(part) && !(embedded && aroundTheView.includes(part));

/**
 * Whether the link leaves the part out. No control inside a view then does what the part is for. An
 * embedded view is without the choices around it and keeps such controls, unless its link leaves
 * the part out as well.
 */
export const leavesOut = ({ hidden }: PageFrame, part: HideablePart): boolean => hidden.includes(part);

/** Whether the page shows all its parts. */
export const isWhole = ({ embedded, hidden }: PageFrame): boolean => !embedded && hidden.length === 0;

/** The link's keys. */
export const frameKeys = ['embed', 'hide'] as const;

/**
 * Null if the link does not mention it. Unknown parts are named in a notice; the others are still
 * hidden.
 */
export function readFrame(fields: ReadonlyMap<string, string>, notices: LinkNotice[]): PageFrame | null {
  const embedded = readName('embed', fields.get('embed'), ['0', '1'], notices) === '1';
  const names = new Set(
    (fields.get('hide') ?? '')
      .toLowerCase()
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  );
  const hidden = hideableParts.filter((part) => names.delete(part));
  if (names.size > 0) {
    const value = shorten([...names].join(', ').replaceAll(/\p{C}/gu, ''));
    notices.push({ code: 'not-a-part', values: { key: 'hide', value, allowed: hideableParts.join(', ') } });
  }
  return embedded || hidden.length > 0 ? { embedded, hidden } : null;
}

/** To be appended to a link that has fields; empty for the whole page. */
export function writeFrame({ embedded, hidden }: PageFrame): string {
  return `${embedded ? '&embed=1' : ''}${hidden.length > 0 ? `&hide=${hidden.join(',')}` : ''}`;
}

/**
 * HTML for another page. `link` reproduces the experiment and may hide parts of the page. It needs
 * no `allow` attribute, and browsers warn on their console about features in it that they do not
 * know (Chrome on a desktop about web-share, Firefox about clipboard-write).
 */
export function embedCode(link: string, title: string): string {
  const source = `${link}&embed=1`.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<iframe src="${source}" title="${title}" width="100%" height="720" style="border:0"></iframe>`;
}
