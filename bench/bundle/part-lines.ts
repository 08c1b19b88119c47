/**
 * What a part reports while it runs: one line of JSON on standard output for each result, so that
 * nothing is lost when the part is stopped.
 */
import { z } from 'zod';

const column = z.object({ title: z.string(), align: z.enum(['left', 'right']) });
/** The `Table` of the benchmark's report. */
const table = z.object({
  title: z.string(),
  columns: z.array(column),
  rows: z.array(z.array(z.string())),
  notes: z.array(z.string()),
});

const partLine = z.discriminatedUnion('kind', [
  /** Replaces an earlier table with the same title that had fewer rows. */
  z.object({ kind: z.literal('table'), table }),
  z.object({ kind: z.literal('note'), text: z.string() }),
  /** `file` is a name in the folder of results. */
  z.object({ kind: z.literal('picture'), file: z.string(), title: z.string() }),
  /** Progress of a stage of the part; replaces an earlier line of the same stage. */
  z.object({
    kind: z.literal('progress'),
    /** What is counted, in the plural: "test files". */
    stage: z.string(),
    done: z.int().min(0),
    of: z.int().min(0),
    /**
     * The names of what has failed in this stage; null if the stage only measures and nothing has
     * failed.
     */
    failures: z.array(z.string()).nullable(),
  }),
  /** The part has nothing to do on this machine. */
  z.object({ kind: z.literal('skipped'), reason: z.string() }),
  /** The part ended itself, because the device was too slow for the time that the part had. */
  z.object({ kind: z.literal('too-slow'), reason: z.string() }),
  /** Unrounded numbers for programs; the tables round them. */
  z.object({ kind: z.literal('data'), data: z.record(z.string(), z.unknown()) }),
]);
export type PartLine = z.infer<typeof partLine>;

/** Null for any other line, which is kept as a message. */
export function parsePartLine(text: string): PartLine | null {
  try {
    return partLine.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
