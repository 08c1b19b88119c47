/**
 * The version of the page, of the commands and of the files that they write; the same as in
 * package.json.
 */
export const version = '1.0.0';
/** The day on which this version was released. */
export const released = '2026-11-29';
