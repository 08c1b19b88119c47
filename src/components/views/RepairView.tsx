import '../../words/repair.ts';
import { RestorePanel } from '../restore/RestorePanel.tsx';

export function RepairView() {
  return <RestorePanel />;
}
