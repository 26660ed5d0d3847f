import * as z from 'zod';
import { treeNodeSchema } from '../../src/shared/tree.ts';

/** What `inspect --json` prints. */
export const nestedTreeSchema = treeNodeSchema.unwrap().extend({
  get children() {
    return z.array(nestedTreeSchema).nullable();
  },
});

export type NestedTree = z.infer<typeof nestedTreeSchema>;

/** The node and all below it. */
export const flatten = (tree: NestedTree): readonly NestedTree[] => [
  tree,
  ...(tree.children ?? []).flatMap(flatten),
];
