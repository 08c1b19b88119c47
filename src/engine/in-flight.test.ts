import { describe, expect, it } from 'vitest';
import { InFlight } from './in-flight.ts';
import { nextTask } from './lock.ts';

/**
 * A device with its own clock that takes `msEach` for each submission. It answers at once if
 * `answersEvery` is 0, otherwise only at multiples of that many ms.
 */
class Device {
  now = 0;
  /** When each submission is done, in order. */
  readonly #due: { readonly at: number; readonly resolve: () => void }[] = [];
  constructor(
    public msEach: number,
    private readonly answersEvery: number,
  ) {}

  submit(): Promise<void> {
    const at = Math.max(this.now, this.#due.at(-1)?.at ?? 0) + this.msEach;
    return new Promise((resolve) => {
      this.#due.push({ at, resolve });
    });
  }

  /** Moves the clock to the next time at which it answers. */
  advance(): void {
    const [next] = this.#due;
    if (!next) throw new Error('nothing is in flight');
    this.now = this.answersEvery === 0 ? next.at : Math.ceil(next.at / this.answersEvery) * this.answersEvery;
    while (this.#due[0] && this.#due[0].at <= this.now) this.#due.shift()?.resolve();
  }

  get inFlight(): number {
    return this.#due.length;
  }
}

/**
 * Submits for `ms` of the device's time. Returns the number of submissions, and the most that were
 * in flight.
 */
async function drive(device: Device, flying: InFlight, ms: number) {
  const end = device.now + ms;
  let [submitted, most] = [0, 0];
  while (device.now < end) {
    flying.add(device.submit());
    submitted++;
    most = Math.max(most, device.inFlight);
    let free = false;
    const room = flying.room().then(() => {
      free = true;
    });
    // The device's clock advances only when everything else waits for it.
    for (let turns = 1; !free; turns++) {
      await nextTask();
      if (!free && turns % 3 === 0) device.advance();
    }
    await room;
  }
  return { submitted, most };
}

const inFlight = (device: Device, least = 2, most = 128) => new InFlight(least, most, () => device.now);

describe('steps in flight', () => {
  it('are two if the device answers at once', async () => {
    for (const msEach of [8, 50, 3000]) {
      const device = new Device(msEach, 0);
      expect((await drive(device, inFlight(device), 30 * msEach)).most).toBe(2);
    }
  });

  it('are enough to keep a device busy that answers every 100 ms, but at most about 250 ms of work', async () => {
    for (const msEach of [3, 10, 40, 90]) {
      const device = new Device(msEach, 100);
      const flying = inFlight(device);
      await drive(device, flying, 2000);
      const { submitted, most } = await drive(device, flying, 4000);
      expect(submitted, `${msEach} ms each`).toBeGreaterThan((0.9 * 4000) / msEach);
      expect(most * msEach, `${msEach} ms each`).toBeLessThanOrEqual(300);
    }
  });

  it('are as few as possible if each takes longer than the work allowed in flight', async () => {
    const device = new Device(400, 100);
    expect((await drive(device, inFlight(device, 1), 8000)).most).toBe(1);
  });

  it('are no more than memory allows', async () => {
    const device = new Device(3, 100);
    expect((await drive(device, inFlight(device, 1, 5), 3000)).most).toBe(5);
  });

  it('become fewer again when the device becomes slower', async () => {
    const device = new Device(3, 100);
    const flying = inFlight(device);
    await drive(device, flying, 3000);
    expect(flying.depth).toBeGreaterThan(30);
    device.msEach = 60;
    await drive(device, flying, 6000);
    expect(flying.depth).toBeLessThanOrEqual(4);
  });

  it('end both waits, for room and for all, when one of them fails', async () => {
    const flying = new InFlight(1);
    const failed = Promise.reject(new Error('lost'));
    flying.add(failed);
    await expect(flying.room()).rejects.toThrow('lost');
    flying.add(failed);
    flying.add(Promise.resolve());
    await expect(flying.empty()).rejects.toThrow('lost');
    await flying.room();
  });
});
