import { cluster } from './cluster.ts';
import { contributions } from './contributions.ts';
import { engineClient } from './engine-client.ts';
import { firstMinutes } from './first-minutes.ts';
import { formSession } from './form-session.ts';
import { jobs } from './jobs.ts';
import { leftovers } from './leftovers.ts';
import { notebooks } from './notebooks.ts';
import { pictures } from './pictures.ts';
import { recipeTasks } from './recipe-tasks.ts';
import { recipes } from './recipes.ts';
import { restricted } from './restricted.ts';
import { runWords } from './run-words.ts';
import { storeSelection } from './store-selection.ts';
import { storeTree } from './store-tree.ts';
import { tools } from './tools.ts';

/** Every suite that runs in the extension host. */
export const suites = [
  // First: nothing is active yet.
  firstMinutes,
  contributions,
  cluster,
  storeSelection,
  engineClient,
  formSession,
  jobs,
  leftovers,
  notebooks,
  pictures,
  recipes,
  recipeTasks,
  restricted,
  runWords,
  storeTree,
  tools,
];
