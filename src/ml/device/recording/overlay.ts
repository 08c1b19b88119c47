/** An object of WebGPU's in front of which we stand: those of its methods that are given are ours, everything else is its own. */
export function overlay<Target extends object>(
  target: Target,
  methods: Partial<Target>,
  /** Told of every other method that is taken, but for those in `harmless`. */
  other: (name: string) => void = () => {},
  harmless: readonly string[] = [],
): Target {
  return new Proxy(target, {
    get(_, name) {
      const ours: unknown = Reflect.get(methods, name);
      if (ours !== undefined) return ours;
      // WebGPU's objects answer only for themselves, not for a proxy.
      const own: unknown = Reflect.get(target, name, target);
      if (typeof own !== 'function') return own;
      if (typeof name === 'string' && !harmless.includes(name)) other(name);
      return own.bind(target);
    },
  });
}
