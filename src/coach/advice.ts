/**
 * The advice that the coach can give. The sentences are in `words/en/coach.ts` under the same
 * names.
 */
/** `loss`: the mean over the last `window` steps. */
interface ComparedLoss {
  readonly loss: number;
  readonly window: number;
  readonly step: number;
  readonly low: number;
  readonly high: number;
}

interface ValuesByName {
  readonly noGradient: { step: number };
  readonly lossJumped: { from: number; to: number; step: number };
  readonly rateTooLow: { rate: number; usual: number };
  readonly memorizing: { training: number; heldOut: number; step: number };
  readonly memorizingFew: { training: number; heldOut: number; step: number; pictures: number };
  readonly waitingForData: { percent: number };
  readonly averageLags: { ema: number; raw: number };
  readonly predictsPictures: Record<string, never>;
  readonly unusuallyHigh: ComparedLoss;
  readonly usual: ComparedLoss;
  readonly unusuallyLow: ComparedLoss;
  readonly software: Record<string, never>;
}

export type AdviceName = keyof ValuesByName;

export type Advice = {
  readonly [Name in AdviceName]: {
    readonly name: Name;
    readonly values: ValuesByName[Name];
    /** The learning rate that the button sets. */
    readonly rate?: number;
    /** The button resets the run, with that rate. */
    readonly reset?: boolean;
  };
}[AdviceName];
