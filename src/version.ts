/** Of the page, the commands and what they write: that of package.json. */
export const version = '1.0.0';
/** The day on which this version was released. */
export const released = '2026-11-29';
