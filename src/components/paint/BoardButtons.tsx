import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Board, BoardCall } from '../../store/board.ts';
import { isReady, usePlayground } from '../../store/index.ts';
import { PaceLine } from '../generate/PaceLine.tsx';
import { StopButton } from '../generate/StopButton.tsx';
import classes from './Board.module.css';
import { useBoard } from './use-paint.ts';

interface BoardButtonsProps {
  readonly board: Board;
  readonly action: string;
  readonly calls: () => readonly BoardCall[];
  readonly disabled?: boolean;
  /** Why the action is not available now: shown below the buttons. */
  readonly obstacle?: string | null;
}

/** Starts the board, and stops it between two steps. The line below them is there all the time. */
export function BoardButtons({ board, action, calls, disabled = false, obstacle = null }: BoardButtonsProps) {
  const { t } = useTranslation();
  const busy = useBoard(board, (state) => state.busy);
  const stopping = useBoard(board, (state) => state.stopping);
  const pace = useBoard(board, (state) => state.pace);
  const ready = usePlayground(isReady);
  const report = usePlayground((state) => state.notices.report);
  return (
    <>
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
      </div>
      <p className={classes.pace}>{pace ? <PaceLine pace={pace} stopping={stopping} /> : obstacle}</p>
    </>
  );
}
