import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/**
 * The layers of the house. A layer may import itself and what is listed for it, nothing else:
 * `core` knows neither `vscode` nor processes, `extension` knows no file format.
 */
const mayImport = {
  extension: ['shared'],
  webview: ['shared'],
  cli: ['shared', 'core'],
  engine: ['shared', 'core'],
  core: ['shared'],
  shared: [],
};

/** Modules that only the named layers may use. */
const onlyIn = (layers, names) => ({
  files: ['src/**/*.ts', 'webview/**/*.ts'],
  ignores: layers.map((layer) => `${layer}/**`),
  names,
});
const reserved = [
  onlyIn(['src/extension'], ['vscode']),
  onlyIn(['src/extension'], ['node:child_process', 'child_process']),
  onlyIn(['src/core/store/hdf5'], ['h5wasm', 'h5wasm/node']),
  onlyIn(['src/core/store/zarr'], ['zarrita', 'numcodecs']),
  onlyIn(['webview/toolkit.ts'], ['@vscode/webview-ui-toolkit']),
];
const allowed = (file, layers) => layers.some((layer) => file.startsWith(layer));
const restrictedFor = (folder) => ({
  files: [`${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: reserved
          .filter(
            (r) =>
              !allowed(
                folder,
                r.ignores.map((g) => g.replace('/**', '')),
              ),
          )
          .flatMap((r) =>
            r.names.map((name) => ({ name, message: `${folder} must not know ${name}` })),
          ),
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ['dist', '.venv', '.code-server', 'node_modules', 'test-output', '.vscode-test'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['src/**/*.ts', 'webview/**/*.ts'],
    ignores: ['**/*.test.ts'],
    plugins: { boundaries },
    settings: {
      'boundaries/elements': [
        ...Object.keys(mayImport)
          .filter((layer) => layer !== 'webview')
          .map((layer) => ({ type: layer, pattern: `src/${layer}` })),
        { type: 'webview', pattern: 'webview' },
      ],
      'import/resolver': { node: { extensions: ['.ts'] } },
    },
    rules: {
      'boundaries/element-types': [
        'error',
        {
          default: 'disallow',
          rules: Object.entries(mayImport).map(([from, to]) => ({ from, allow: [from, ...to] })),
        },
      ],
    },
  },
  ...[
    'src/core/store/hdf5',
    'src/core/store/zarr',
    'src/core/anndata',
    'src/core/concat',
    'src/cli',
    'src/engine',
    'src/shared',
    'src/extension',
    'webview',
  ].map(restrictedFor),
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        document: 'readonly',
      },
    },
  },
  prettier,
);
