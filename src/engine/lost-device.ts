/**
 * Reports failures on the engine's side; the page then starts a new engine
 * (`src/store/engine-restarts.ts`). When the device is lost, everything that uses it fails too, so
 * only the loss is reported.
 */
import type { Device } from '../ml/backends/open-device.ts';
import { PlaygroundError, reportOf } from '../ml/errors.ts';
import type { EngineEvents } from '../workers/protocol.ts';

/**
 * A read from a lost device fails a little before `Device.lost` resolves; the time in ms to wait
 * for it.
 */
const lossMayFollowMs = 1000;

export class Failures {
  /** Set once the device is lost; from then on nothing works. */
  lost: PlaygroundError | null = null;
  #loss: Promise<PlaygroundError> | null = null;

  constructor(private readonly events: Pick<EngineEvents, 'notice' | 'lost'>) {}

  watch(device: Device, onLost: () => void): void {
    this.#loss = device.lost;
    void device.lost.then((error) => {
      this.lost = error;
      onLost();
      this.events.lost(reportOf(error));
    });
  }

  /**
   * The loss of the device if it follows at once, otherwise the error itself. An error that we have
   * thrown ourselves is returned at once.
   */
  async causeOf(error: unknown): Promise<unknown> {
    if (error instanceof PlaygroundError || !this.#loss) return error;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeIsUp = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), lossMayFollowMs);
    });
    const lost = await Promise.race([this.#loss, timeIsUp]);
    clearTimeout(timer);
    return lost ?? error;
  }

  report(error: unknown): void {
    if (error instanceof PlaygroundError) this.#report(error);
    else void this.causeOf(error).then((cause) => this.#report(cause));
  }

  #report(error: unknown): void {
    if (!this.lost) this.events.notice(reportOf(error));
  }
}
