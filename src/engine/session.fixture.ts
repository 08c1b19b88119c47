/** For tests: an engine over synthetic data, with everything that it reports. */
import type { ShardSource } from '../ml/data/source.ts';
import { type SyntheticOptions, syntheticSource } from '../ml/data/synthetic-source.fixture.ts';
import { type ErrorReport, PlaygroundError } from '../ml/errors.ts';
import type {
  AutosaveInfo,
  DataSample,
  Evaluation,
  GenerateStep,
  MetricsBatch,
  Phase,
  PreparationProgress,
  Preview,
  RunStatus,
} from '../workers/protocol.ts';
import type { EngineHost, SnapshotStorage, StoredSnapshot } from './host.ts';
import { createSession, type EngineSession } from './session.ts';

/** Keeps one snapshot for each run, as long as the test. */
export class MemoryStorage implements SnapshotStorage {
  readonly runs = new Map<string, StoredSnapshot>();
  full = false;
  async save(info: AutosaveInfo, zip: Uint8Array) {
    if (this.full) throw new PlaygroundError('storage-full');
    this.runs.delete(info.runId);
    this.runs.set(info.runId, { info: JSON.parse(JSON.stringify(info)), zip: new Uint8Array(zip) });
  }
  async list() {
    return Array.from(this.runs.values(), ({ info }) => info);
  }
  async load(runId: string) {
    return this.runs.get(runId) ?? null;
  }
  async remove({ runId }: AutosaveInfo) {
    this.runs.delete(runId);
  }
}

/** tfjs has one backend per process, so only one session can be open at a time. */
let current: EngineSession | null = null;
export async function closeSession(): Promise<void> {
  await current?.close();
  current = null;
}

/** A session, and everything that it has reported. */
export interface Seen {
  readonly engine: EngineSession;
  readonly losses: Map<number, number>;
  readonly phases: Phase[];
  readonly previews: Preview[];
  readonly preparations: (PreparationProgress | null)[];
  readonly evaluations: Evaluation[];
  /** The steps of all `generate` calls. */
  readonly steps: GenerateStep[];
  readonly samples: DataSample[];
  readonly notices: ErrorReport[];
  readonly batches: MetricsBatch[];
  /** Resolves when the newest status has this phase. */
  until(phase: Phase): Promise<RunStatus>;
}

/** Finds a set by its id. A missing set fails like a visitor's set that is missing. */
async function sourcesOf(sets: readonly SyntheticOptions[]): Promise<EngineHost['openData']> {
  const made = sets.map(async (set) => [set.facts?.id ?? 'cifar10', (await syntheticSource(set)).source] as const);
  const sources = new Map(await Promise.all(made));
  const missing = (id: string): ShardSource => {
    const fail = () => Promise.reject(new PlaygroundError('data-set-missing', { name: id, count: 0, hash: '' }));
    return { manifest: fail, read: fail, decode: fail };
  };
  return (id) => sources.get(id) ?? missing(id);
}

/** Closes the session before. */
export async function startSession(
  data: SyntheticOptions | readonly SyntheticOptions[],
  storage: SnapshotStorage | null = null,
): Promise<Seen> {
  await closeSession();
  const openData = await sourcesOf([data].flat());
  const losses = new Map<number, number>();
  const phases: Phase[] = [];
  const [previews, notices, batches]: [Preview[], ErrorReport[], MetricsBatch[]] = [[], [], []];
  const preparations: (PreparationProgress | null)[] = [];
  const [evaluations, steps]: [Evaluation[], GenerateStep[]] = [[], []];
  const samples: DataSample[] = [];
  let newest: RunStatus | null = null;
  const waiting = new Set<() => void>();
  const engine = createSession(
    { openData, storage },
    {
      metrics: (batch) => {
        batches.push(batch);
        batch.steps.forEach((step, i) => {
          losses.set(step, batch.losses[i] ?? Number.NaN);
        });
      },
      status: (status) => {
        newest = status;
        phases.push(status.phase);
        for (const look of waiting) look();
      },
      preview: (preview) => previews.push(preview),
      evaluation: (evaluation) => evaluations.push(evaluation),
      generating: (step) => steps.push(step),
      preparing: (progress) => preparations.push(progress),
      dataSample: (sample) => samples.push(sample),
      notice: (report) => notices.push(report),
      lost: (report) => {
        throw new Error(report.detail);
      },
    },
  );
  current = engine;
  const until = (phase: Phase) =>
    new Promise<RunStatus>((resolve) => {
      const look = (): void => {
        if (newest?.phase !== phase) return;
        waiting.delete(look);
        resolve(newest);
      };
      waiting.add(look);
      look();
    });
  return { engine, losses, phases, previews, preparations, evaluations, steps, samples, notices, batches, until };
}
