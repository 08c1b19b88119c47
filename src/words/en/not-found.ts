/**
 * The page at an address with nothing at it (404.html), written by the build in every language.
 * `before`, the link `open` and `after` are one paragraph.
 */
export const notFound = {
  title: 'Nothing here',
  heading: 'There is nothing at this address.',
  before: 'It may have been cut or changed on its way. ',
  open: 'Open {{name}}',
  after: ', or ask for the link again.',
};
