import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode } from 'react';

/** What renews each part whose download failed. */
const renewals = new Set<() => void>();

/** Call when the failure is on show, not before: a part that is renewed while React still tries it would be downloaded without end. */
export function forgetFailedDownloads(): void {
  for (const renew of renewals) renew();
  renewals.clear();
}

/** What is loaded where it is first shown. */
export interface LazyPart<Props extends object> {
  (props: Props): ReactNode;
  /** Loads it ahead of its first showing, which then does not wait. A failure is retried there. */
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
