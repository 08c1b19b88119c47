import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode } from 'react';

/** Callbacks that reset each part whose download failed. */
const renewals = new Set<() => void>();

/**
 * Call it after the failure is shown, not before: if a part is reset while React still retries it,
 * it would be downloaded endlessly.
 */
export function forgetFailedDownloads(): void {
  for (const renew of renewals) renew();
  renewals.clear();
}

/** A component that is loaded when it is first shown. */
export interface LazyPart<Props extends object> {
  (props: Props): ReactNode;
  /**
   * Loads the component before it is first shown, so that it appears without waiting. A failure is
   * retried when it is shown.
   */
  preload(): Promise<void>;
}

/**
 * Like `React.lazy`, which remembers a failed download for good, except that the part is downloaded
 * again when it is mounted again.
 */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>): LazyPart<Props> {
  let Part = attempt();
  let Preloaded: ComponentType<Props> | null = null;

  function attempt(): LazyExoticComponent<ComponentType<Props>> {
    return lazy(async () => {
      try {
        return { default: await load() };
      } catch (error) {
        renewals.add(() => {
          Part = attempt();
        });
        throw error;
      }
    });
  }

  function Shown(props: Props) {
    const Current = Preloaded ?? Part;
    return <Current {...props} />;
  }
  return Object.assign(Shown, {
    async preload() {
      Preloaded = await load().catch(() => null);
    },
  });
}
