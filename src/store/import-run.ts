import { PlaygroundError, reportOf } from '../ml/errors.ts';
import { leavesOut } from '../share/page-frame.ts';
import type { LoadedRun, RunStatus } from '../workers/protocol.ts';
import type { StoreContext } from './context.ts';
import { showLoaded } from './run-slice.ts';
import type { MessageName } from './types/notices.ts';

/**
 * A checkpoint from elsewhere replaces the run once the engine has checked it. An error is reported
 * under its `name`. `isAnnounced`: a notice says that it is open.
 */
export async function importRun(
  context: StoreContext,
  name: string,
  load: () => Promise<LoadedRun>,
  isAnnounced = true,
): Promise<RunStatus> {
  await context.get().runs.settle();
  const loaded = await load().catch((error: unknown) => {
    // The engine receives only bytes, so the file's name is added here.
    const { code, values } = reportOf(error);
    if (code === 'data-set-missing') throw error; // here `name` is the name of the set
    throw new PlaygroundError(code, { ...values, name }, { cause: error });
  });
  const status = showLoaded(context, loaded);
  context.get().notices.mended('model');
  if (isAnnounced) {
    const values = { name, step: status.step };
    context.get().notices.add({ kind: 'message', message: newsOf(status, context), values });
  }
  return status;
}

/** The notice that says what the current view can do with the run. */
function newsOf({ step }: RunStatus, context: StoreContext): MessageName {
  const { frame, view } = context.get();
  if (leavesOut(frame, 'training')) return 'importedToUse';
  if (step > 0) return 'importedRun';
  return view.name === 'repair' ? 'importedToRepair' : 'imported';
}
