/**
 * A proxy in front of an object of WebGPU: the given methods replace the object's own, all others
 * pass through.
 */
export function overlay<Target extends object>(
  target: Target,
  methods: Partial<Target>,
  /** Called for every other method that is read, except those in `harmless`. */
  other: (name: string) => void = () => {},
  harmless: readonly string[] = [],
): Target {
  return new Proxy(target, {
    get(_, name) {
      const ours: unknown = Reflect.get(methods, name);
      if (ours !== undefined) return ours;
      // WebGPU's methods work only on the objects themselves, not on a proxy.
      const own: unknown = Reflect.get(target, name, target);
      if (typeof own !== 'function') return own;
      if (typeof name === 'string' && !harmless.includes(name)) other(name);
      return own.bind(target);
    },
  });
}
