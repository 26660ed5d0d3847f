import * as vscode from 'vscode';
import type { App } from '../app.ts';
import type { Forms } from '../form/forms.ts';
import type { CommandId } from '../manifest.ts';
import type { Pictures } from '../picture/pictures.ts';
import { compareStores } from './compare-stores.ts';
import { concatenate } from './concatenate.ts';
import { copyElemPath, copyElemPython } from './copy-elem.ts';
import { findElem } from './find-elem.ts';
import { inspect } from './inspect.ts';
import {
  cancelJob,
  openJobResult,
  removeJob,
  resubmitJob,
  resumeJob,
  runJobAgain,
  showJobLog,
} from './jobs.ts';
import { concatInCell, formFromCell, openStoreInCell } from './notebook.ts';
import { deleteLeftover, findLeftovers, resumeLeftover } from './leftovers.ts';
import { openRecipe } from './open-recipe.ts';
import { openSample } from './open-sample.ts';
import { refreshStores } from './refresh-stores.ts';
import { removeStore } from './remove-store.ts';
import { runRecipe } from './run-recipe.ts';
import { showColumn } from './show-column.ts';
import { showEmbedding } from './show-embedding.ts';
import { showLog } from './show-log.ts';
import { showOverlap } from './show-overlap.ts';
import { showSparsity } from './show-sparsity.ts';
import { submitToCluster } from './submit-to-cluster.ts';

type Handler = Parameters<typeof vscode.commands.registerCommand>[1];

/** Registers every command that package.json contributes: the compiler misses none, and wants no other. */
export function registerCommands(
  app: App,
  forms: Forms,
  pictures: Pictures,
): readonly vscode.Disposable[] {
  const handlers: Readonly<Record<CommandId, Handler>> = {
    'anndataConcat.concatenate': concatenate(forms),
    'anndataConcat.inspect': inspect(app),
    'anndataConcat.compareStores': compareStores(),
    'anndataConcat.findElem': findElem(app),
    'anndataConcat.showColumn': showColumn(app, pictures),
    'anndataConcat.showEmbedding': showEmbedding(app, pictures),
    'anndataConcat.showOverlap': showOverlap(pictures),
    'anndataConcat.showSparsity': showSparsity(pictures),
    'anndataConcat.copyElemPath': copyElemPath(),
    'anndataConcat.copyElemPython': copyElemPython(),
    'anndataConcat.openRecipe': openRecipe(forms),
    'anndataConcat.runRecipe': runRecipe(app),
    'anndataConcat.refreshStores': refreshStores(app),
    'anndataConcat.removeStore': removeStore(app),
    'anndataConcat.submitToCluster': submitToCluster(app),
    'anndataConcat.cancelJob': cancelJob(app),
    'anndataConcat.openJobResult': openJobResult(app),
    'anndataConcat.showJobLog': showJobLog(),
    'anndataConcat.runJobAgain': runJobAgain(app),
    'anndataConcat.resumeJob': resumeJob(app),
    'anndataConcat.resubmitJob': resubmitJob(app),
    'anndataConcat.removeJob': removeJob(app),
    'anndataConcat.openStoreInCell': openStoreInCell(),
    'anndataConcat.concatInCell': concatInCell(app),
    'anndataConcat.formFromCell': formFromCell(forms),
    'anndataConcat.findLeftovers': findLeftovers(app),
    'anndataConcat.resumeLeftover': resumeLeftover(app),
    'anndataConcat.deleteLeftover': deleteLeftover(app),
    'anndataConcat.openSample': openSample(app, forms),
    'anndataConcat.showLog': showLog(app),
  };
  return Object.entries(handlers).map(([id, handler]) =>
    vscode.commands.registerCommand(id, handler),
  );
}
