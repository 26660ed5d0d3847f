/** What package.json contributes, by id: written by tools/manifest.mjs. */

export type CommandId =
  | 'anndataConcat.concatenate'
  | 'anndataConcat.inspect'
  | 'anndataConcat.openRecipe'
  | 'anndataConcat.runRecipe'
  | 'anndataConcat.submitToCluster'
  | 'anndataConcat.compareStores'
  | 'anndataConcat.findElem'
  | 'anndataConcat.showColumn'
  | 'anndataConcat.showEmbedding'
  | 'anndataConcat.showOverlap'
  | 'anndataConcat.showSparsity'
  | 'anndataConcat.copyElemPath'
  | 'anndataConcat.copyElemPython'
  | 'anndataConcat.refreshStores'
  | 'anndataConcat.removeStore'
  | 'anndataConcat.cancelJob'
  | 'anndataConcat.openJobResult'
  | 'anndataConcat.showJobLog'
  | 'anndataConcat.runJobAgain'
  | 'anndataConcat.resumeJob'
  | 'anndataConcat.resubmitJob'
  | 'anndataConcat.removeJob'
  | 'anndataConcat.openSample'
  | 'anndataConcat.findLeftovers'
  | 'anndataConcat.resumeLeftover'
  | 'anndataConcat.deleteLeftover'
  | 'anndataConcat.openStoreInCell'
  | 'anndataConcat.concatInCell'
  | 'anndataConcat.formFromCell'
  | 'anndataConcat.showLog';

export type ViewId = 'anndataConcat.store' | 'anndataConcat.jobs' | 'anndataConcat.leftovers';

export type SettingId =
  'anndataConcat.memory' | 'anndataConcat.compression' | 'anndataConcat.verify';

export type ToolId = 'inspect_anndata' | 'plan_concat' | 'run_concat';

export type CustomEditorId = 'anndataConcat.storeEditor';

export type TaskTypeId = 'anndata-concat';

export type WalkthroughId = 'anndataConcat.start';
