/**
 * The page for unknown addresses (404.html), which the build writes in every language. `before`,
 * the link `open` and `after` form one paragraph.
 */
export const notFound = {
  title: 'Nothing here',
  heading: 'There is nothing at this address.',
  before: 'It may have been cut or changed on its way. ',
  open: 'Open {{name}}',
  after: ', or ask for the link again.',
};
