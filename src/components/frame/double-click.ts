/**
 * The second click of a double click may hit an element that appeared under the pointer after the
 * first: a button that replaced another, or an element under a dialog that has closed. That click
 * is dropped if the target of the first click has disappeared.
 */
const controls = 'button, a, summary, label, input, select';

if (typeof document !== 'undefined') {
  let clicked: Element | null = null;
  document.addEventListener(
    'click',
    (event) => {
      // The browser counts clicks by time and place, not by target.
      if (event.detail > 1 && clicked && clicked.getClientRects().length === 0) {
        event.preventDefault();
        event.stopPropagation();
      } else clicked = event.target instanceof Element ? event.target.closest(controls) : null;
    },
    true,
  );
}
