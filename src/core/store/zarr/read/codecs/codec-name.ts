/** Zarr v3 names the codecs of numcodecs with a prefix. */
export const bareName = (name: string): string => name.replace(/^numcodecs\./u, '');
