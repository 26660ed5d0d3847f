import * as vscode from 'vscode';
import type { App } from '../app.ts';
import type { Forms } from '../form/forms.ts';
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

/** Registers every command that package.json contributes. */
export const registerCommands = (
  app: App,
  forms: Forms,
  pictures: Pictures,
): readonly vscode.Disposable[] => [
  vscode.commands.registerCommand('anndataConcat.concatenate', concatenate(forms)),
  vscode.commands.registerCommand('anndataConcat.inspect', inspect(app)),
  vscode.commands.registerCommand('anndataConcat.compareStores', compareStores()),
  vscode.commands.registerCommand('anndataConcat.findElem', findElem(app)),
  vscode.commands.registerCommand('anndataConcat.showColumn', showColumn(app, pictures)),
  vscode.commands.registerCommand('anndataConcat.showEmbedding', showEmbedding(app, pictures)),
  vscode.commands.registerCommand('anndataConcat.showOverlap', showOverlap(pictures)),
  vscode.commands.registerCommand('anndataConcat.showSparsity', showSparsity(pictures)),
  vscode.commands.registerCommand('anndataConcat.copyElemPath', copyElemPath()),
  vscode.commands.registerCommand('anndataConcat.copyElemPython', copyElemPython()),
  vscode.commands.registerCommand('anndataConcat.openRecipe', openRecipe(forms)),
  vscode.commands.registerCommand('anndataConcat.runRecipe', runRecipe(app)),
  vscode.commands.registerCommand('anndataConcat.refreshStores', refreshStores(app)),
  vscode.commands.registerCommand('anndataConcat.removeStore', removeStore(app)),
  vscode.commands.registerCommand('anndataConcat.submitToCluster', submitToCluster(app)),
  vscode.commands.registerCommand('anndataConcat.cancelJob', cancelJob(app)),
  vscode.commands.registerCommand('anndataConcat.openJobResult', openJobResult(app)),
  vscode.commands.registerCommand('anndataConcat.showJobLog', showJobLog()),
  vscode.commands.registerCommand('anndataConcat.runJobAgain', runJobAgain(app)),
  vscode.commands.registerCommand('anndataConcat.resumeJob', resumeJob(app)),
  vscode.commands.registerCommand('anndataConcat.resubmitJob', resubmitJob(app)),
  vscode.commands.registerCommand('anndataConcat.removeJob', removeJob(app)),
  vscode.commands.registerCommand('anndataConcat.openStoreInCell', openStoreInCell()),
  vscode.commands.registerCommand('anndataConcat.concatInCell', concatInCell(app)),
  vscode.commands.registerCommand('anndataConcat.formFromCell', formFromCell(forms)),
  vscode.commands.registerCommand('anndataConcat.findLeftovers', findLeftovers(app)),
  vscode.commands.registerCommand('anndataConcat.resumeLeftover', resumeLeftover(app)),
  vscode.commands.registerCommand('anndataConcat.deleteLeftover', deleteLeftover(app)),
  vscode.commands.registerCommand('anndataConcat.openSample', openSample(app, forms)),
  vscode.commands.registerCommand('anndataConcat.showLog', showLog(app)),
];
