/** What CIFAR-10 is (Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009): 32 x 32 RGB, ten classes. */

export const classNames = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
] as const;
export type ClassName = (typeof classNames)[number];

export const allClasses: readonly number[] = classNames.map((_, index) => index);

/** Side of an image in pixels, and its channels: every CIFAR-10 image is 32 x 32 RGB. */
export const imageSide = 32;
export const imageChannels = 3;
