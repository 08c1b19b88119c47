/**
 * What a part says while it runs: a line of JSON on its standard output for each thing that it has
 * found, so that nothing is lost when it is stopped.
 */
import { z } from 'zod';

const column = z.object({ title: z.string(), align: z.enum(['left', 'right']) });
/** `Table` of the benchmark's report. */
const table = z.object({
  title: z.string(),
  columns: z.array(column),
  rows: z.array(z.array(z.string())),
  notes: z.array(z.string()),
});

const partLine = z.discriminatedUnion('kind', [
  /** Replaces an earlier table of the same title, of which it has more rows. */
  z.object({ kind: z.literal('table'), table }),
  z.object({ kind: z.literal('note'), text: z.string() }),
  /** `file` is in the folder of results. */
  z.object({ kind: z.literal('picture'), file: z.string(), title: z.string() }),
  /** How far a stage of the part is; replaces an earlier line of the stage. */
  z.object({
    kind: z.literal('progress'),
    /** What is counted, in the plural: "test files". */
    stage: z.string(),
    done: z.int().min(0),
    of: z.int().min(0),
    /**
     * The names of what has failed in it; null of a stage that only measures, while nothing has.
     */
    failures: z.array(z.string()).nullable(),
  }),
  /** The part found that there is nothing for it to do here. */
  z.object({ kind: z.literal('skipped'), reason: z.string() }),
  /** The part ended itself, because the device was too slow for the time that the part had. */
  z.object({ kind: z.literal('too-slow'), reason: z.string() }),
  /** For programs: numbers that a table rounds. */
  z.object({ kind: z.literal('data'), data: z.record(z.string(), z.unknown()) }),
]);
export type PartLine = z.infer<typeof partLine>;

/** Null for a line that is something else, which is kept as a message. */
export function parsePartLine(text: string): PartLine | null {
  try {
    return partLine.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
