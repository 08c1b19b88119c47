/** Results are sent to others, so they must not name the user or the user's folders. */

/**
 * `folders`: the replacement for each folder. The innermost folder wins. `/`, a container's home,
 * is not replaced: it reveals nothing.
 */
export function withoutPaths(text: string, folders: ReadonlyMap<string, string>): string {
  const innermostFirst = [...folders]
    .filter(([folder]) => folder !== '/')
    .sort(([one], [other]) => other.length - one.length);
  return innermostFirst.reduce((changed, [folder, name]) => changed.replace(pattern(folder), () => name), text);
}

/** Matches the folder, but not where it is only the beginning of another folder's name. */
function pattern(folder: string): RegExp {
  return new RegExp(`${folder.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'g');
}
