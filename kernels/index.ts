/**
 * Kernels over the entries of sparse matrices, in AssemblyScript: `npm run kernels` compiles them
 * into `src/core/concat/matrix/kernels.ts`. All pointers are bytes of the memory that the caller lays
 * out.
 */
export { keep, sort } from './remap';
export { gather, scatter } from './transpose';
