/** Names of the visitor's own machine, from which a page may read over plain http. */
export const localHosts = ['localhost', '127.0.0.1'] as const;
