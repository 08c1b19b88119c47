import '../../words/repair.ts';
import { RestoreRoom } from '../restore/RestoreRoom.tsx';

export function RepairView() {
  return <RestoreRoom />;
}
