import { GenerateRoom } from '../generate/GenerateRoom.tsx';

export function PaintView() {
  return <GenerateRoom />;
}
