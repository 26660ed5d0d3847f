import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod';

const manifestSchema = z.looseObject({
  activationEvents: z.array(z.string()),
  contributes: z.looseObject({
    commands: z.array(
      z.looseObject({ command: z.string(), title: z.string(), category: z.string() }),
    ),
    menus: z.record(
      z.string(),
      z.array(z.looseObject({ command: z.string().optional(), submenu: z.string().optional() })),
    ),
    submenus: z.array(z.looseObject({ id: z.string() })),
    viewsWelcome: z.array(z.looseObject({ view: z.string(), contents: z.string() })),
    viewsContainers: z.looseObject({ activitybar: z.array(z.looseObject({ id: z.string() })) }),
    views: z.record(z.string(), z.array(z.looseObject({ id: z.string() }))),
    configuration: z.looseObject({
      properties: z.record(z.string(), z.looseObject({ default: z.unknown() })),
    }),
    taskDefinitions: z.array(z.looseObject({ type: z.string() })),
    problemMatchers: z.array(z.looseObject({ name: z.string() })),
    languageModelTools: z.array(z.looseObject({ name: z.string() })),
    customEditors: z.array(z.looseObject({ viewType: z.string(), priority: z.string() })),
    walkthroughs: z.array(
      z.looseObject({
        steps: z.array(
          z.looseObject({ description: z.string(), completionEvents: z.array(z.string()) }),
        ),
      }),
    ),
  }),
});

export const ID = 'anndata-concat.anndata-concat';

export const contributions = (): void => {
  suite('what the extension contributes', () => {
    const extension = vscode.extensions.getExtension(ID);
    assert.ok(extension);
    const { activationEvents, contributes } = manifestSchema.parse(extension.packageJSON);
    const contributed = contributes.commands.map(({ command }) => command);

    test('activates only to restore a form or picture, and when it is used', async () => {
      assert.deepEqual(activationEvents, [
        'onWebviewPanel:anndataConcat.form',
        'onWebviewPanel:anndataConcat.picture',
      ]);
      await extension.activate();
      assert.ok(extension.isActive);
    });

    test('every command is there, and no other in our namespace', async () => {
      await extension.activate();
      const registered = (await vscode.commands.getCommands(true)).filter((command) =>
        command.startsWith('anndataConcat.'),
      );
      // Views bring commands of their own.
      const own = registered.filter(
        (command) => !/^anndataConcat\.(store|jobs|leftovers)\./u.test(command),
      );
      assert.deepEqual(own.sort(), [...contributed].sort());
    });

    test('menus and the welcome text name commands that exist', () => {
      const submenus = contributes.submenus.map(({ id }) => id);
      const items = Object.values(contributes.menus).flat();
      const inMenus = items.flatMap(({ command }) => command ?? []);
      assert.ok(items.every(({ submenu }) => submenu === undefined || submenus.includes(submenu)));
      assert.ok(submenus.every((id) => id in contributes.menus));
      const links = contributes.viewsWelcome.flatMap(({ contents }) =>
        [...contents.matchAll(/\(command:([^)]+)\)/gu)].map((match) => match[1]),
      );
      const unknown = [...inMenus, ...links].filter((name) => !contributed.includes(name ?? ''));
      assert.deepEqual(unknown, []);
      assert.ok(links.length > 0);
    });

    test('every view is in a container of ours, and there', async () => {
      const containers = contributes.viewsContainers.activitybar.map(({ id }) => id);
      assert.deepEqual(Object.keys(contributes.views), containers);
      const commands = new Set(await vscode.commands.getCommands(true));
      const views = Object.values(contributes.views)
        .flat()
        .map(({ id }) => id);
      // VS Code gives each view that it knows a command.
      assert.deepEqual(
        views.filter((id) => !commands.has(`${id}.focus`)),
        [],
      );
      assert.ok(contributes.viewsWelcome.every(({ view }) => views.includes(view)));
    });

    test('every setting, tool and type of task is there', async () => {
      const settings = vscode.workspace.getConfiguration();
      for (const [id, { default: value }] of Object.entries(contributes.configuration.properties)) {
        assert.deepEqual(settings.inspect(id)?.defaultValue, value);
      }
      const tools = new Set(vscode.lm.tools.map(({ name }) => name));
      assert.ok(contributes.languageModelTools.every(({ name }) => tools.has(name)));
      const recipe = vscode.Uri.joinPath(workspace(), 'there.concat.json');
      const text = '{"version":1,"inputs":[{"path":"pbmc_part1.h5ad"}],"output":"o.h5ad"}';
      await vscode.workspace.fs.writeFile(recipe, new TextEncoder().encode(text));
      for (const { type } of contributes.taskDefinitions) {
        const [task] = await vscode.tasks.fetchTasks({ type });
        const matchers = contributes.problemMatchers.map(({ name }) => `$${name}`);
        assert.deepEqual(task?.problemMatchers, matchers);
      }
      await vscode.workspace.fs.delete(recipe);
    });

    test('every editor opens, and never instead of another', async () => {
      const store = vscode.Uri.joinPath(workspace(), 'pbmc_part1.h5ad');
      for (const { viewType, priority } of contributes.customEditors) {
        assert.equal(priority, 'option');
        await vscode.commands.executeCommand('vscode.openWith', store, viewType);
        const tabs = () =>
          vscode.window.tabGroups.all
            .flatMap((group) => group.tabs)
            .filter(
              ({ input }) => input instanceof vscode.TabInputCustom && input.viewType === viewType,
            );
        await until(() => tabs().length === 1);
        await vscode.window.tabGroups.close(tabs());
      }
    });

    test('steps of the walkthrough name what is there', async () => {
      const commands = new Set(await vscode.commands.getCommands(true));
      const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
      const named = steps.flatMap(({ description, completionEvents }) => [
        ...[...description.matchAll(/\(command:([^)]+)\)/gu)].map((match) => match[1] ?? ''),
        ...completionEvents.flatMap((event) => /^onCommand:(.+)$/u.exec(event)?.[1] ?? []),
      ]);
      assert.ok(named.length >= 2 * steps.length);
      assert.deepEqual(
        named.filter((command) => !commands.has(command)),
        [],
      );
    });

    test('every text is translated from package.nls.json', () => {
      for (const { title, category } of contributes.commands) {
        assert.doesNotMatch(title, /%/u);
        assert.equal(category, 'AnnData Concat');
      }
    });

    test('the form opens for a store, once', async () => {
      const store = vscode.Uri.joinPath(workspace(), 'pbmc_part1.h5ad');
      await vscode.commands.executeCommand('anndataConcat.concatenate', store, [store]);
      await vscode.commands.executeCommand('anndataConcat.concatenate', store, [store]);
      // The extension host learns of a tab a moment after the command returns.
      await until(() => formTabs().length === 1);
      await vscode.window.tabGroups.close(formTabs());
      await until(() => formTabs().length === 0);
    });
  });
};

/** A file of the extension. */
export function extensionPath(...parts: readonly string[]): string {
  const extension = vscode.extensions.getExtension(ID);
  assert.ok(extension);
  return path.join(extension.extensionPath, ...parts);
}

export function workspace(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return folder.uri;
}

export const formTabs = (): readonly vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) =>
        input instanceof vscode.TabInputWebview && input.viewType.endsWith('anndataConcat.form'),
    );

/** Waits for something that happens in another process; the test's own time limit ends it. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 20));
}
