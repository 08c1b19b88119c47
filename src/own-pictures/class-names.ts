/** Derives classes from the folders of the pictures. */
import { shorten } from '../share/shorten.ts';

/** Folders that divide a data set and say nothing about the content of the pictures. */
const splitFolders: ReadonlySet<string> = new Set([
  'train',
  'training',
  'test',
  'testing',
  'val',
  'valid',
  'validation',
]);

/** The class of pictures that lie beside the subfolders. */
const noFolder = 'other';

const longestName = 60;

/**
 * For each path (with slashes) the name of its subfolder: the first one in which the paths differ,
 * below folders such as `train` and `test`. Null for all paths if they lie in one folder.
 */
export function classesOfPaths(paths: readonly string[]): readonly (string | null)[] {
  const folders = paths.map((path) =>
    path
      .split('/')
      .slice(0, -1)
      .filter((part) => part !== '' && part !== '.'),
  );
  const common = commonLength(folders);
  const below = folders.map((parts) => parts.slice(common));
  const split = below.every(([first]) => first !== undefined && splitFolders.has(first.toLowerCase()));
  const places = split ? below.map((parts) => parts.slice(1)) : below;
  if (places.every(([first]) => first === places[0]?.[0])) return paths.map(() => null);
  // File systems write the same name in two ways (macOS with combining accents); both are one
  // class.
  return places.map(([first]) => shorten((first ?? noFolder).normalize('NFC').trim() || noFolder, longestName));
}

/** The number of leading folders that all paths share. */
function commonLength(folders: readonly (readonly string[])[]): number {
  const [first = []] = folders;
  const differs = first.findIndex((part, depth) => folders.some((parts) => parts[depth] !== part));
  return differs < 0 ? first.length : differs;
}

/** `2` before `10`, otherwise by code points: the same on every host, in any language. */
export function inNaturalOrder(a: string, b: string): number {
  const [left, right] = [chunks(a), chunks(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x = '', y = ''] = [left[i], right[i]];
    const numbers = Number(x) - Number(y);
    if (Number.isFinite(numbers) && numbers !== 0) return numbers;
    if (x !== y) return x < y ? -1 : 1;
  }
  return left.length - right.length;
}

const chunks = (name: string): readonly string[] => name.match(/\d+|\D+/g) ?? [];
