import { recipes } from '../../ml/config.ts';
import { type NetworkReport, usePlayground } from '../../store/index.ts';

/** The kind of the run's network; until the engine has answered, that of the form's network. */
export const useNetworkKind = (): NetworkReport['kind'] =>
  usePlayground(({ run }) => run.status?.network.kind ?? recipes[run.draft.recipe].kind);
