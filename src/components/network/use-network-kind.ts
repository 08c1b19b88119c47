import { recipes } from '../../ml/config.ts';
import { type NetworkReport, usePlayground } from '../../store/index.ts';

/** Of the network on show: the run's, or, until the engine has answered, the one that the form asks for. */
export const useNetworkKind = (): NetworkReport['kind'] =>
  usePlayground(({ run }) => run.status?.network.kind ?? recipes[run.draft.recipe].kind);
