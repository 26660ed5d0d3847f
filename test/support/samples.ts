import path from 'node:path';

const FOLDER = path.resolve(import.meta.dirname, '../../media/sample');

/** Three parts of one dataset, with different genes: two files, and a folder of Zarr format 2. */
export const PART_1 = path.join(FOLDER, 'pbmc_part1.h5ad');
export const PART_2 = path.join(FOLDER, 'pbmc_part2.h5ad');
export const PART_3 = path.join(FOLDER, 'pbmc_part3.zarr');
