/** Of the page, the commands and what they write: that of package.json. */
export const version = '0.2.0';
