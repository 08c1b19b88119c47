import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Board, BoardCall } from '../../store/board.ts';
import { workOf } from '../../store/denoising-work.ts';
import { isReady, runSet, usePlayground } from '../../store/index.ts';
import { CostLine } from '../generate/CostLine.tsx';
import { PaceLine } from '../generate/PaceLine.tsx';
import { StopButton } from '../generate/StopButton.tsx';
import classes from './Board.module.css';
import { useBoard } from './use-paint.ts';

interface BoardButtonsProps {
  readonly board: Board;
  readonly action: string;
  readonly calls: () => readonly BoardCall[];
  /** What `calls` will be at most, if that is decided by the press; otherwise it is `calls`. */
  readonly atMost?: readonly BoardCall[];
  /** For a slow device: the calls with fewer steps or pictures, and what is fewer. */
  readonly quick: { readonly what: string; readonly of: (calls: readonly BoardCall[]) => readonly BoardCall[] };
  readonly disabled?: boolean;
  /** Why the action is not available now: shown below the buttons. */
  readonly obstacle?: string | null;
}

/** Starts the board, and stops it between two steps. The line below them is there all the time. */
export function BoardButtons(props: BoardButtonsProps) {
  const { board, action, calls, atMost, quick, disabled = false, obstacle = null } = props;
  const { t } = useTranslation();
  const busy = useBoard(board, (state) => state.busy);
  const stopping = useBoard(board, (state) => state.stopping);
  const pace = useBoard(board, (state) => state.pace);
  const ready = usePlayground(isReady);
  const report = usePlayground((state) => state.notices.report);
  const network = usePlayground((state) => state.run.status?.network);
  const look = usePlayground((state) => state.look);
  const set = usePlayground(runSet);
  const paint = (asked: readonly BoardCall[]): void => void board.paint(asked).catch(report);
  const planned = atMost ?? calls();
  const work = (asked: readonly BoardCall[]) => (network ? workOf(asked, look, network, set) : null);
  const isPossible = ready && !disabled && obstacle === null;
  return (
    <>
      <div className={classes.buttons}>
        <Button
          disabled={!isPossible}
          loading={busy}
          leftSection={<IconSparkles size={16} aria-hidden />}
          onClick={() => paint(calls())}
        >
          {action}
        </Button>
        {busy && <StopButton label={t('paint.cancel')} stopping={stopping} onPress={() => board.cancel()} />}
      </div>
      <CostLine
        work={isPossible ? work(planned) : null}
        most={atMost !== undefined}
        quick={{ what: quick.what, work: work(quick.of(planned)), onPress: () => paint(quick.of(calls())) }}
        busy={busy}
        className={classes.pace}
        reserved
      >
        {pace ? <PaceLine pace={pace} stopping={stopping} /> : obstacle}
      </CostLine>
    </>
  );
}
