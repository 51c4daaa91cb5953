import { readdirSync } from 'node:fs';
import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What simulated code must get from its Host. */
const nondeterministicGlobals = [
  'Date',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'fetch',
  'crypto',
  'process',
  'Buffer',
].map((name) => ({ name, message: 'Simulated code gets time, randomness and I/O from its Host alone.' }));

const noMathRandom = { object: 'Math', property: 'random', message: 'Use host.random(), which is seeded.' };

export default tseslint.config(
  { ignores: ['dist/', 'store/', 'artefacts/', 'node_modules/'] },
  eslint.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: {
        project: [
          './tsconfig.json',
          ...(readdirSync('reports').includes('app') ? ['./reports/app/tsconfig.json'] : []),
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/only-throw-error': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['targets/**/*.ts', 'src/cluster/simulation/**/*.ts'],
    ignores: ['src/cluster/simulation/forbidden-globals.ts'],
    rules: {
      'no-restricted-globals': ['error', ...nondeterministicGlobals],
      'no-restricted-properties': ['error', noMathRandom],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'Simulated code does no I/O of its own.' }] },
      ],
    },
  },
  {
    files: ['scripts/**/*.js', 'bin/**/*.js', '*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);
