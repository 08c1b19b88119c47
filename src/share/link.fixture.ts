/** For tests of links. */
import { type DataSetDescription, type Experiment, type LookSettings, lookDefaults } from '../ml/config.ts';
import { encodeLink } from './link.ts';

/** A visitor's set. A link contains only its hash, its number of pictures and its name. */
export const ownSet = (name: string, classNames: readonly string[]): DataSetDescription => ({
  id: 'own-0123456789abcdef',
  name,
  side: 16,
  channels: 4,
  classNames,
  mirrors: true,
  licence: '',
  source: '',
  counts: { train: 90, test: 10 },
  hash: `0123456789abcdef${'0'.repeat(48)}`,
});
export const plain = (experiment: Experiment, look: Partial<LookSettings> = {}, own?: DataSetDescription) =>
  encodeLink({ experiment, look: { ...lookDefaults, ...look } }, own);

/**
 * Changes that chats, mails and Markdown make to a link. Each result has only one possible meaning.
 */
export const chewings: Readonly<Record<string, (link: string) => string>> = {
  '&amp; for &': (link) => link.replaceAll('&', '&amp;'),
  'twice &amp; for &': (link) => link.replaceAll('&', '&amp;amp;'),
  '&#38; for &': (link) => link.replaceAll('&', '&#38;'),
  'a bracket behind': (link) => `${link})`,
  'a full stop behind': (link) => `${link}.`,
  'a comma behind': (link) => `${link},`,
  'an angle bracket behind': (link) => `${link}>`,
  'an escaped angle bracket behind': (link) => `${link}%3E`,
  'an entity behind': (link) => `${link}&gt;`,
  'Markdown behind': (link) => `${link}**`,
  'a quotation behind': (link) => `${link}”.`,
  'a zero-width space behind': (link) => `${link}\u200b`,
  '%23 for #': (link) => link.replace('#', '%23'),
  '# twice': (link) => `#${link}`,
  '#%23': (link) => link.replace('#', '#%23'),
  '? for #': (link) => link.replace('#', '?'),
  '? for # and &amp;': (link) => link.replace('#', '?').replaceAll('&', '&amp;'),
  'all of it escaped': (link) => `#${encodeURIComponent(link.slice(1))}`,
  'all of it escaped, # too': (link) => encodeURIComponent(link),
  'all of it escaped behind ?': (link) => `?${encodeURIComponent(link.slice(1))}`,
  '&amp; and escaped': (link) => `#${encodeURIComponent(link.slice(1).replaceAll('&', '&amp;'))}`,
  'escaped, in small letters': (link) =>
    `#${encodeURIComponent(link.slice(1)).replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase())}`,
  // Not inside an address, which may contain an escaped & of its own.
  '& escaped': (link) => link.replace(/^(?:(?!&model=).)*/, (head) => head.replaceAll('&', '%26')),
  'the first & escaped': (link) => link.replace('&', '%26'),
  'capital letters': (link) => link.replace(/(?<=[#&])\w+=(?!http|\/|models)/g, (key) => key.toUpperCase()),
  'capital first letters': (link) => link.replace(/(?<=[#&])\w/g, (letter) => letter.toUpperCase()),
  'a mail’s =3D': (link) => link.replace(/=(?!http|\/|models)/g, '=3D'),
};
