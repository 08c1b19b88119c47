import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Board, BoardCall } from '../../store/board.ts';
import { usePlayground } from '../../store/index.ts';
import { PaceLine } from '../generate/PaceLine.tsx';
import { StopButton } from '../generate/StopButton.tsx';
import classes from './Board.module.css';
import { useBoard } from './use-paint.ts';

interface BoardButtonsProps {
  readonly board: Board;
  readonly action: string;
  readonly calls: () => readonly BoardCall[];
  readonly disabled?: boolean;
  /** Why the action is not available now: shown below the button. */
  readonly obstacle?: string | null;
}

/** Starts the board, and stops it between two steps. */
export function BoardButtons({ board, action, calls, disabled = false, obstacle = null }: BoardButtonsProps) {
  const { t } = useTranslation();
  const busy = useBoard(board, (state) => state.busy);
  const stopping = useBoard(board, (state) => state.stopping);
  const pace = useBoard(board, (state) => state.pace);
  const ready = usePlayground((state) => state.engine.phase === 'ready');
  const report = usePlayground((state) => state.notices.report);
  return (
    <div className={classes.buttons}>
      <Button
        disabled={!ready || disabled || obstacle !== null}
        loading={busy}
        leftSection={<IconSparkles size={16} aria-hidden />}
        onClick={() => void board.paint(calls()).catch(report)}
      >
        {action}
      </Button>
      {busy && <StopButton label={t('paint.cancel')} stopping={stopping} onPress={() => board.cancel()} />}
      {obstacle && <p className={classes.obstacle}>{obstacle}</p>}
      {pace && (
        <p className={classes.pace}>
          <PaceLine pace={pace} />
        </p>
      )}
    </div>
  );
}
