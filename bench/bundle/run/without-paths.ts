/** Results are sent to others: they name neither the user nor where the user keeps things. */

/**
 * `folders`: what stands for each folder. The innermost counts; a container's home may be `/`,
 * which says nothing.
 */
export function withoutPaths(text: string, folders: ReadonlyMap<string, string>): string {
  const innermostFirst = [...folders]
    .filter(([folder]) => folder !== '/')
    .sort(([one], [other]) => other.length - one.length);
  return innermostFirst.reduce((changed, [folder, name]) => changed.replace(pattern(folder), () => name), text);
}

/** Not the beginning of another folder's name. */
function pattern(folder: string): RegExp {
  return new RegExp(`${folder.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'g');
}
