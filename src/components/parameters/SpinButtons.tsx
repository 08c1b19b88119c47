import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import classes from './SpinButtons.module.css';

interface SpinButtonsProps {
  readonly disabled: boolean;
  readonly onSpin: (direction: 1 | -1) => void;
}

/**
 * Arrow buttons for the pointer, in place of the arrow keys. They do not take the focus from the
 * field and are not tab stops.
 */
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
