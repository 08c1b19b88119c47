const pickle = /\.(bin|pt|pth|ckpt|pkl)$/;

/** Python's way to keep objects, which runs whatever program the file holds. A folder may name such files; nothing reads their bytes. */
export const isPickle = (path: string): boolean => pickle.test(path);
