import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import classes from './SpinButtons.module.css';

interface SpinButtonsProps {
  readonly disabled: boolean;
  readonly onSpin: (direction: 1 | -1) => void;
}

/** The arrow keys' counterpart for the pointer: neither takes the focus from the field, nor is one more stop of Tab. */
export function SpinButtons({ disabled, onSpin }: SpinButtonsProps) {
  const button = (direction: 1 | -1, Icon: typeof IconChevronUp) => (
    <button
      type="button"
      tabIndex={-1}
      className={classes.button}
      disabled={disabled}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onSpin(direction)}
    >
      <Icon size={13} />
    </button>
  );
  return (
    <span aria-hidden className={classes.buttons}>
      {button(1, IconChevronUp)}
      {button(-1, IconChevronDown)}
    </span>
  );
}
