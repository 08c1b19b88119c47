/**
 * A part's state as one line of the summary: passed, measured, failed, cut, interrupted or crashed,
 * at which stage, and what has failed so far.
 */
import type { PartLine } from '../part-lines.ts';
import type { Outcome } from './part-process.ts';

export type PartOutcome = Outcome | { readonly kind: 'skipped'; readonly reason: string };

type Progress = Extract<PartLine, { readonly kind: 'progress' }>;

/** At most this many failures are named; the part's own tables name all. */
const mostNamed = 5;

/** `outcome` is null while the part runs. */
export function stateText(outcome: PartOutcome | null, lines: readonly PartLine[]): string {
  const stages = stagesIn(lines);
  const reached = stages.map(({ stage, done, of }) => `${done} of ${of} ${stage}`).join(', ');
  const at = reached && ` at ${reached}`;
  const failures = failuresIn(stages);
  const soFar = failures === null ? '' : `; so far ${named(failures)}`;
  if (outcome === null) return `running${at}${soFar}`;
  switch (outcome.kind) {
    case 'done': {
      const skipped = lines.find((line) => line.kind === 'skipped');
      if (skipped) return `skipped: ${skipped.reason}`;
      if (!reached) return 'done';
      return `${failures === null ? 'measured' : 'passed'}: ${reached}`;
    }
    case 'cut':
      return `CUT by its time limit${at}${soFar}`;
    case 'interrupted':
      return `INTERRUPTED${at}${soFar}`;
    case 'crashed':
      return `CRASHED (${outcome.signal})${at}${soFar}`;
    case 'failed': {
      const tooSlow = lines.find((line) => line.kind === 'too-slow');
      if (tooSlow) return `CUT by its time limit: ${tooSlow.reason}`;
      return failures?.length ? `FAILED: ${named(failures)}` : `FAILED${at}: ${outcome.reason}`;
    }
    case 'skipped':
      return `skipped: ${outcome.reason}`;
    default:
      return outcome satisfies never;
  }
}

/** The last line of each stage, in the order in which the stages began. */
function stagesIn(lines: readonly PartLine[]): Progress[] {
  const stages = new Map<string, Progress>();
  for (const line of lines) if (line.kind === 'progress') stages.set(line.stage, line);
  return [...stages.values()];
}

/** Null if no stage checks anything. */
function failuresIn(stages: readonly Progress[]): readonly string[] | null {
  const checked = stages.flatMap(({ failures }) => (failures === null ? [] : [failures]));
  return checked.length === 0 ? null : checked.flat();
}

/** "no failures", "1 failure: name", "7 failures: name; name; ..., and 2 more" */
function named(failures: readonly string[]): string {
  if (failures.length === 0) return 'no failures';
  const count = failures.length === 1 ? '1 failure' : `${failures.length} failures`;
  const more = failures.length - mostNamed;
  return `${count}: ${failures.slice(0, mostNamed).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
