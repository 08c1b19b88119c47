/** Text files that a build writes beside the page (`tools/vite/licences.ts`, `changelog.ts`). */
export const changelog = 'changelog.txt';
export const licences = 'licences.txt';
export const licencesOfBench = 'licences-bench.txt';
