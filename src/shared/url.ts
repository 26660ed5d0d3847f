/** Whether a path of a store is a URL that can be read. */
export const isUrl = (path: string): boolean => /^https?:\/\//iu.test(path);
