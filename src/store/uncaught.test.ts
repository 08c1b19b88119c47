import { expect, it } from 'vitest';
import { reportUncaught } from './uncaught.ts';

/** Node knows neither event. */
class ErrorEventOfNode extends Event {
  constructor(readonly error: unknown) {
    super('error');
  }
}
class RejectionEventOfNode extends Event {
  constructor(readonly reason: unknown) {
    super('unhandledrejection');
  }
}

it('reports uncaught errors, but not the browser’s own remarks', () => {
  const page = new EventTarget();
  const said: unknown[] = [];
  reportUncaught(page, (error) => said.push(error));
  page.dispatchEvent(new ErrorEventOfNode('thrown'));
  page.dispatchEvent(new RejectionEventOfNode('rejected'));
  page.dispatchEvent(new ErrorEventOfNode(null));
  expect(said).toEqual(['thrown', 'rejected']);
});
