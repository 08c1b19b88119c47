import { ArgumentError, numberFlag, readFlags } from '../../../cli/arguments.ts';
import { type PartName, partNames, parts } from './parts.ts';
import { usualMinutes } from './time-budget.ts';

export const usage = `Usage: ./run.sh [options]

Measures the GPU of this machine: no network, nothing to install. Results are written as they come.

  --only LIST      of ${partNames.join(', ')} (default: all)
  --out DIR        folder for the results (default results-DATE in the working directory)
  --minutes M      for everything together (default ${usualMinutes}); each part gets its share, and what others leave
  --help

Parts:
${partNames.map((name) => `  ${name.padEnd(12)} ${parts[name].about}`).join('\n')}

Environment:
  BENCH_PYTHON       a Python with torch, to compare with (default: python3, if it has torch)
  VK_ICD_FILENAMES   a Vulkan driver's file, where none or the wrong one is found
`;

export interface BundleArguments {
  readonly only: readonly PartName[];
  /** Null: a new folder named by the date. */
  readonly out: string | null;
  readonly minutes: number;
}

/** Null if --help was given. */
export function parseBundleArguments(argv: readonly string[]): BundleArguments | null {
  const { values, on } = readFlags(argv, ['only', 'out', 'minutes'], ['help']);
  if (on.has('help')) return null;
  return {
    only: onlyFlag(values.get('only')),
    out: values.get('out') ?? null,
    minutes: numberFlag(values, 'minutes', 0.1, 24 * 60) ?? usualMinutes,
  };
}

/** In the order in which they run. */
function onlyFlag(text: string | undefined): readonly PartName[] {
  if (text === undefined) return partNames;
  const asked = text.split(',').map((name) => name.trim());
  const unknown = asked.find((name) => !partNames.some((known) => known === name));
  if (unknown !== undefined)
    throw new ArgumentError(`--only: there is no "${unknown}"; there are ${partNames.join(', ')}.`);
  return partNames.filter((name) => asked.includes(name));
}
