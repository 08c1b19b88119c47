import { PlaygroundError, reportOf } from '../ml/errors.ts';
import { isWhole, leavesOut } from '../share/page-frame.ts';
import type { LoadedRun, RunStatus } from '../workers/protocol.ts';
import type { StoreContext } from './context.ts';
import { isSameModel } from './task-model.ts';
import type { NamedModel } from './types/models.ts';
import type { MessageName } from './types/notices.ts';

/**
 * A checkpoint from elsewhere replaces the run once the engine has checked it. An error is reported
 * under its `name`. `model`: the address that it comes from, and the link that names this address.
 * `isAnnounced`: a notice says that it is open.
 */
export async function importRun(
  context: StoreContext,
  name: string,
  load: () => Promise<LoadedRun>,
  model: NamedModel | null = null,
  isAnnounced = true,
): Promise<RunStatus> {
  const status = await context.get().run.replaceByLoading(async () => {
    await context.get().runs.settle();
    return load().catch((error: unknown) => {
      // The engine receives only bytes, so the file's name is added here.
      const { code, values } = reportOf(error);
      if (code === 'data-set-missing') throw error; // here `name` is the name of the set
      throw new PlaygroundError(code, { ...values, name }, { cause: error });
    });
  });
  if (model) context.patch('modelOffer', { source: { ...model, runId: status.runId, step: status.step } });
  leaveOtherTask(context, model);
  context.get().notices.mended('model');
  if (isAnnounced) {
    const values = { name, step: status.step };
    context.get().notices.add({ kind: 'message', message: newsOf(status, context), values });
  }
  return status;
}

/**
 * The steps of an exercise are shown only above its own run. A page that leaves parts out may lack
 * the list that it could be opened from again: there the steps say that their model is not open.
 */
function leaveOtherTask({ get }: StoreContext, model: NamedModel | null): void {
  const { frame, view } = get();
  const { task, taskModel, closeTask, note } = view;
  if (task === null || (taskModel && ((model && isSameModel(model, taskModel)) || !isWhole(frame)))) return;
  closeTask();
  note();
}

/** The notice that says what the current view can do with the run. */
function newsOf({ step }: RunStatus, context: StoreContext): MessageName {
  const { frame, view } = context.get();
  if (leavesOut(frame, 'training')) return 'importedToUse';
  if (step > 0) return 'importedRun';
  return view.name === 'repair' ? 'importedToRepair' : 'imported';
}
