import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import prettier from 'eslint-config-prettier';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/**
 * The layers of the house: what each may import besides itself. Nothing else is allowed, in any
 * form of import. `core` knows neither `vscode` nor processes, `extension` knows no file format.
 */
const layers = {
  shared: { layers: [], packages: ['zod', 'vscode-jsonrpc'] },
  core: { layers: ['shared'], packages: ['zod'], node: true },
  cluster: { layers: ['shared', 'core'], packages: ['zod'], node: true, processes: true },
  engine: {
    layers: ['shared', 'core', 'cluster'],
    packages: ['zod', 'vscode-jsonrpc'],
    node: true,
  },
  cli: {
    layers: ['shared', 'core', 'cluster'],
    packages: ['zod', 'commander', 'cli-progress', 'cli-table3'],
    node: true,
  },
  api: { layers: ['shared', 'core'], packages: [], node: true },
  extension: {
    layers: ['shared'],
    packages: ['vscode', 'zod', 'vscode-jsonrpc'],
    node: true,
    processes: true,
  },
  webview: { layers: ['shared'], packages: ['zod', '@vscode/l10n'] },
};

/** Packages that only one part of a layer may import, so that they can be exchanged there. */
const wrapped = {
  hdf5: { path: 'src/core/store/hdf5/**', packages: ['h5wasm'] },
  zarr: { path: 'src/core/store/zarr/**', packages: ['numcodecs', 'yauzl'] },
  codecs: { path: 'src/core/store/codecs/**', packages: ['fzstd', 'numcodecs'] },
  python: { path: 'src/extension/notebook/**', packages: ['@lezer/common', '@lezer/python'] },
  toolkit: { path: 'webview/toolkit.ts', packages: ['@vscode/webview-ui-toolkit'] },
  plot: { path: 'webview/picture/plot.ts', packages: ['echarts'] },
};

/** Node's modules that start processes or threads. */
const PROCESSES = ['child_process', 'cluster', 'worker_threads'].flatMap((name) => [
  name,
  `node:${name}`,
]);
const TESTS = ['**/*.test.ts', '**/*.test-support.ts'];

const policies = [
  ...Object.entries(layers).flatMap(([name, { layers: below, packages, node, processes }]) => {
    const allowed = [
      { element: { types: { anyOf: [name, ...below] } } },
      { module: { origin: 'external', source: packages } },
      ...(node ? [{ module: { origin: 'core' } }] : []),
    ];
    const from = { element: { type: name } };
    return [
      { from, allow: allowed.map((to) => ({ to })) },
      ...(processes
        ? []
        : [{ from, disallow: { to: { module: { origin: 'core', source: PROCESSES } } } }]),
    ];
  }),
  ...Object.entries(wrapped).map(([category, { packages }]) => ({
    from: { file: { categories: category } },
    allow: { to: { module: { origin: 'external', source: packages } } },
  })),
  { allow: { to: { file: { categories: 'manifest' } } } },
  { disallow: { to: { file: { categories: 'test' } } } },
];

const layering = {
  files: ['src/**/*.ts', 'webview/**/*.ts'],
  ignores: TESTS,
  plugins: { boundaries },
  settings: {
    'boundaries/elements': Object.keys(layers).map((type) => ({
      type,
      pattern: type === 'webview' ? 'webview' : `src/${type}`,
      partialMatch: false,
    })),
    'boundaries/files': [
      ...Object.entries(wrapped).map(([category, { path }]) => ({ category, pattern: path })),
      { category: 'manifest', pattern: 'package.json' },
      { category: 'test', pattern: TESTS },
    ],
    'boundaries/dependency-nodes': ['import', 'dynamic-import', 'export', 'require'],
    'boundaries/additional-dependency-nodes': [
      { selector: 'TSImportType Literal', kind: 'type', name: 'import-type' },
    ],
    'boundaries/legacy-templates': false,
    'import/resolver': { node: { extensions: ['.ts'] } },
  },
  rules: {
    'boundaries/dependencies': [
      'error',
      {
        default: 'disallow',
        checkAllOrigins: true,
        checkUnknownLocals: true,
        checkInternals: true,
        policies,
      },
    ],
    'boundaries/no-unknown-files': 'error',
  },
};

/** What TypeScript lets through and we do not. */
const strictness = {
  files: ['**/*.ts'],
  extends: [tseslint.configs.strictTypeChecked],
  languageOptions: {
    parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
  },
  rules: {
    '@typescript-eslint/ban-ts-comment': [
      'error',
      { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true, 'ts-check': true },
    ],
    '@typescript-eslint/consistent-type-imports': 'error',
    // By its name alone, bundles hold all of it, in forty languages.
    'no-restricted-syntax': ['error', "ImportDeclaration[source.value='zod'] > ImportSpecifier"],
    '@typescript-eslint/no-unused-vars': [
      'error',
      { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true },
    ],
    '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    '@typescript-eslint/no-unsafe-type-assertion': 'error',
    '@typescript-eslint/switch-exhaustiveness-check': 'error',
    'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  },
};

export default tseslint.config(
  {
    ignores: [
      'dist*/',
      '**/node_modules/',
      '.venv*/',
      '.code-server/',
      '.vscode-test/',
      'test-output/',
      'test/goldens/data/',
      'media/',
      // AssemblyScript.
      'kernels/',
    ],
  },
  // A comment cannot switch a rule off.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  strictness,
  layering,
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
  // What is evaluated in the page.
  { files: ['test/e2e/**/*.mjs'], languageOptions: { globals: globals.browser } },
  prettier,
);
