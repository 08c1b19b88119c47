/** The commands that save runs, restore them, and offer those that earlier visits have saved. */
import type { Checkpoint } from '../ml/checkpoint/checkpoint.ts';
import { PlaygroundError } from '../ml/errors.ts';
import type { CallId, ChosenTraining, EngineCommands, LoadedRun, SavedWhat } from '../workers/protocol.ts';
import { parseInfo } from './autosave.ts';
import { unlessAborted } from './calls.ts';
import { nextTask } from './lock.ts';
import { discardOffer, offerAnother, offerTo } from './offers.ts';
import { parseFiles, parseTraining } from './requests.ts';
import { loadArchive, type SessionState } from './session-state.ts';
import { takeSnapshot } from './take-snapshot.ts';

type SavingCommands = Pick<
  EngineCommands,
  | 'save'
  | 'load'
  | 'loadFolder'
  | 'autosave'
  | 'resumeAutosave'
  | 'discardAutosave'
  | 'offerAnother'
  | 'savedCheckpoint'
  | 'isSaved'
>;

export function savingCommands(session: SessionState): SavingCommands {
  const { commands, host } = session;

  /**
   * A run at rest is saved with its validation losses up to here; a run in training with those that
   * are known.
   */
  async function save(what: SavedWhat): Promise<Uint8Array<ArrayBuffer>> {
    const { trainer, evaluator } = session.parts;
    if (what === 'weights') {
      const { run } = trainer;
      const checkpoint = await session.checked.take(() => run.checkpoint());
      if (run.broken) throw run.broken;
      return (await loadArchive()).zippedToShare(checkpoint, run.origin === 'checkpoint');
    }
    if (!trainer.running) await evaluator.validated();
    return (await takeSnapshot(trainer, session.checked)).zip;
  }

  function loading(
    id: CallId | undefined,
    read: () => Promise<Checkpoint>,
    training?: ChosenTraining,
  ): Promise<LoadedRun> {
    return session.calls.cancellable(id, (signal) =>
      commands.takeEnding(async () => {
        await nextTask(); // where a cancellation arrives that came while the call waited
        unlessAborted(signal);
        return session.import(read, signal, training && parseTraining(training));
      }),
    );
  }

  return {
    save: (what = 'whole') => save(what),
    load: (zip, id, training) =>
      loading(id, async () => (await loadArchive()).unzipped('checkpoint.zip', zip), training),
    loadFolder: (files, id, training) =>
      loading(id, async () => (await loadArchive()).checkpointOf(parseFiles(files)), training),
    autosave: async () => (await session.parts.autosave?.save()) ?? null,
    resumeAutosave: () =>
      commands.takeEnding(async () => {
        const { parts } = session;
        if (!parts.offered) throw new PlaygroundError('autosave-gone');
        const resumed = await session.goOn(parts, parts.offered);
        offerTo(parts, null);
        return resumed;
      }),
    discardAutosave: () => commands.take(async () => discardOffer(session.parts)),
    offerAnother: () => commands.take(async () => offerAnother(session.parts)),
    savedCheckpoint: async (runId) => (await host.storage?.load(runId))?.zip ?? null,
    isSaved: async (runId) => ((await host.storage?.list()) ?? []).some((info) => parseInfo(info)?.runId === runId),
  };
}
