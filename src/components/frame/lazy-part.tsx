import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/** What renews each part whose download failed. */
const renewals = new Set<() => void>();

/** Call when the failure is on show, not before: a part that is renewed while React still tries it would be downloaded without end. */
export function forgetFailedDownloads(): void {
  for (const renew of renewals) renew();
  renewals.clear();
}

/** `React.lazy`, which keeps a failed download for good, but for a part that is downloaded anew when it is mounted again. */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let Part = attempt();

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

  return function LazyPart(props: Props) {
    const Current = Part;
    return <Current {...props} />;
  };
}
