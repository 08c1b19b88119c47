/**
 * The second click of a double click is not meant for what came up under the pointer after the first one: a button that took the other's place, or what lay
 * under a dialog that has closed. It is dropped where what the first click was for has gone.
 */
const controls = 'button, a, summary, label, input, select';

if (typeof document !== 'undefined') {
  let clicked: Element | null = null;
  document.addEventListener(
    'click',
    (event) => {
      // The browser counts clicks by time and place, whatever they hit.
      if (event.detail > 1 && clicked && clicked.getClientRects().length === 0) {
        event.preventDefault();
        event.stopPropagation();
      } else clicked = event.target instanceof Element ? event.target.closest(controls) : null;
    },
    true,
  );
}
