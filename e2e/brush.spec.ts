import type { CDPSession, Locator, Page } from '@playwright/test';
import { expect, test } from './playground.ts';

type Place = readonly [x: number, y: number];
type Pointer = 'mouse' | 'pen' | 'touch';

/** Half a pixel of the 32 x 32 picture, as a share of the board. */
const halfPixel = 0.5 / 32;

/** Draws on the board through the browser's own input events. Places are shares of the board. */
class Hand {
  constructor(
    private readonly page: Page,
    private readonly board: Locator,
    private readonly cdp: CDPSession,
  ) {}

  async down(pointer: Pointer, at: Place): Promise<void> {
    const [x, y] = await this.onScreen(at);
    if (pointer === 'touch') await this.touch('touchStart', [{ x, y }]);
    else await this.button('mousePressed', pointer, x, y);
  }

  async move(pointer: Pointer, at: Place): Promise<void> {
    const [x, y] = await this.onScreen(at);
    if (pointer === 'touch') await this.touch('touchMove', [{ x, y }]);
    else await this.button('mouseMoved', pointer, x, y);
  }

  async up(pointer: Pointer, at: Place): Promise<void> {
    const [x, y] = await this.onScreen(at);
    if (pointer === 'touch') await this.touch('touchEnd', []);
    else await this.button('mouseReleased', pointer, x, y);
  }

  async stroke(pointer: Pointer, from: Place, to: Place): Promise<void> {
    await this.down(pointer, from);
    await this.move(pointer, to);
    await this.up(pointer, to);
  }

  /**
   * Ends the touch as a browser does when it takes the pointer away for a gesture or dialog of its
   * own.
   */
  async cancel(): Promise<void> {
    await this.touch('touchCancel', []);
  }

  /**
   * In CSS pixels of the visual viewport, as the protocol wants them: the part of the page that
   * pinching has moved out of sight does not count.
   */
  private onScreen([x, y]: Place): Promise<Place> {
    return this.board.evaluate(
      (board, [x, y]) => {
        const box = board.getBoundingClientRect();
        const { offsetLeft, offsetTop } = window.visualViewport ?? { offsetLeft: 0, offsetTop: 0 };
        return [box.left + x * box.width - offsetLeft, box.top + y * box.height - offsetTop] as const;
      },
      [x, y] as const,
    );
  }

  private async button(
    type: 'mousePressed' | 'mouseMoved' | 'mouseReleased',
    pointerType: 'mouse' | 'pen',
    x: number,
    y: number,
  ) {
    const force = type === 'mouseReleased' ? 0 : 1;
    const buttons = type === 'mouseReleased' ? 0 : 1;
    await this.cdp.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      button: 'left',
      buttons,
      clickCount: 1,
      pointerType,
      force,
    });
  }

  private async touch(
    type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel',
    touchPoints: { x: number; y: number }[],
  ) {
    await this.cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
  }

  /** The box around everything painted, in shares of the board, without the brush's own width. */
  async painted(): Promise<{ readonly from: Place; readonly to: Place }> {
    const [left, top, right, bottom] = await this.board.evaluate((board) => {
      const context = board instanceof HTMLCanvasElement ? board.getContext('2d') : null;
      if (!context) throw new Error('no canvas');
      const { width, height } = context.canvas;
      const { data } = context.getImageData(0, 0, width, height);
      let [left, top, right, bottom] = [width, height, 0, 0];
      for (let i = 0; i < width * height; i++) {
        if ((data[i * 4] ?? 255) > 127) continue;
        left = Math.min(left, i % width);
        right = Math.max(right, (i % width) + 1);
        top = Math.min(top, Math.floor(i / width));
        bottom = Math.max(bottom, Math.floor(i / width) + 1);
      }
      return [left / width, top / height, right / width, bottom / height] as const;
    });
    const radius = 1.5 / 32; // at first the brush is 3 of the picture's 32 pixels wide
    return { from: [left + radius, top + radius], to: [right - radius, bottom - radius] };
  }

  async clear(): Promise<void> {
    await this.page
      .getByRole('button', { name: 'Clear', exact: true })
      .evaluate((button: HTMLElement) => button.click());
  }
}

const from: Place = [0.25, 0.3];
const to: Place = [0.7, 0.6];

test('the brush paints where the pointer is: with mouse, pen and touch, when the page is zoomed, scrolls during a stroke, or loses the pointer', async ({
  page,
}) => {
  // The window is too low for the page, so the page scrolls.
  await page.setViewportSize({ width: 1440, height: 560 });
  await page.goto('#v=1&recipe=article&view=repair&seed=1&backend=cpu');
  await page.getByRole('tab', { name: 'Draw', exact: true }).click();
  const board = page.getByRole('img', { name: 'Drawing board' });
  await board.scrollIntoViewIfNeeded();
  const cdp = await page.context().newCDPSession(page);
  const hand = new Hand(page, board, cdp);

  const expectPainted = async (what: string) => {
    const painted = await hand.painted();
    const off = [from, to].map(([x, y], i) => {
      const [px, py] = i === 0 ? painted.from : painted.to;
      return Math.max(Math.abs(px - x), Math.abs(py - y));
    });
    console.log(`${what}: off by ${(Math.max(...off) * 32).toFixed(3)} pixels of 32`);
    expect(Math.max(...off), what).toBeLessThan(halfPixel);
    await hand.clear();
  };

  for (const scale of [1, 2]) {
    if (scale !== 1) {
      const { x, y, width, height } = (await board.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      const middle = { x: x + width / 2, y: y + height / 2 };
      await cdp.send('Input.synthesizePinchGesture', { ...middle, scaleFactor: scale, gestureSourceType: 'mouse' });
      expect(await page.evaluate(() => window.visualViewport?.scale)).toBeCloseTo(scale, 1);
    }
    for (const pointer of ['mouse', 'pen', 'touch'] as const) {
      await hand.stroke(pointer, from, to);
      await expectPainted(`${pointer} at pinch ${scale}`);

      const top = () => board.evaluate((element) => element.getBoundingClientRect().top);
      const before = await top();
      await hand.down(pointer, from);
      await page.evaluate(() => window.scrollBy(0, -40));
      expect(await top()).toBeCloseTo(before + 40, 0);
      await hand.move(pointer, to);
      await hand.up(pointer, to);
      await page.evaluate(() => window.scrollBy(0, 40));
      await expectPainted(`${pointer} at pinch ${scale}, scrolled under the stroke`);
    }
    await hand.down('touch', from);
    await hand.move('touch', to);
    await hand.cancel();
    await expectPainted(`a touch that is taken away at pinch ${scale}`);
  }
});
