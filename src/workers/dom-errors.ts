export const isNamed = (error: unknown, name: string): boolean => error instanceof DOMException && error.name === name;
