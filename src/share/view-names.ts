/** The views of the page, in the order of their tabs, as a link names them. */
export const viewNames = ['start', 'learn', 'paint', 'repair', 'runs'] as const;
export type ViewName = (typeof viewNames)[number];

/** The view of a link that names none. */
export const standardView: ViewName = 'learn';
