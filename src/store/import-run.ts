import { PlaygroundError, reportOf } from '../ml/errors.ts';
import type { LoadedRun, RunStatus } from '../workers/protocol.ts';
import type { StoreContext } from './context.ts';
import { showLoaded } from './run-slice.ts';

/**
 * A checkpoint from elsewhere replaces the run once the engine has checked it. An error is reported
 * under its `name`.
 */
export async function importRun(
  context: StoreContext,
  name: string,
  load: () => Promise<LoadedRun>,
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
  context.get().notices.add({
    kind: 'message',
    message: status.step > 0 ? 'importedRun' : context.get().view.name === 'repair' ? 'importedToRepair' : 'imported',
    values: { name, step: status.step },
  });
  return status;
}
