// Fast rules (no type information: tsc does that) and the walls of the house: who may import whom.
// The same walls are walked file by file, through relative paths too, in tests/unit/architecture/imports.test.ts.
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'
import { walls } from './support/walls.mjs'

const wallRules = walls.map((wall) => ({
  files: wall.files,
  ignores: wall.except ?? [],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: wall.forbid.map(({ alias, why, allowTypes }) => ({
          regex: alias,
          message: why,
          allowTypeImports: allowTypes ?? false,
        })),
      },
    ],
  },
}))

const emptyCatch = {
  selector: 'CatchClause > BlockStatement[body.length=0]',
  message: 'An empty catch hides a fault: answer it in code.',
}

export default tseslint.config(
  { ignores: ['server/db/generated/**', 'build/**', 'node_modules/**', 'tests/.output/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    rules: {
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-debugger': 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': [
        'error',
        emptyCatch,
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Interface merging is how Remix learns the shape of its context.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      'no-async-promise-executor': 'error',
      'no-control-regex': 'error',
      'no-fallthrough': 'error',
      'no-self-assign': 'error',
      'no-sparse-arrays': 'error',
      'no-unreachable': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-escape': 'error',
      'use-isnan': 'error',
    },
  },
  {
    files: ['app/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    files: ['app/**/*.{ts,tsx}', 'server/**/*.ts'],
    ignores: ['server/deploy/**'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['app/domain/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'window', 'document', 'fetch', 'setTimeout', 'setInterval', 'crypto'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time comes in as an argument.' },
        { object: 'Math', property: 'random', message: 'Chance comes in as an argument.' },
      ],
      'no-restricted-syntax': [
        'error',
        emptyCatch,
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Time comes in as an argument.' },
      ],
    },
  },
  ...wallRules,
  {
    files: ['tests/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        emptyCatch,
        { selector: "MemberExpression[object.name=/^(test|it|describe)$/][property.name=/^(skip|only|todo|fixme)$/]", message: 'A test runs or is not there.' },
        { selector: "MemberExpression[property.name='waitForTimeout']", message: 'Wait for what is seen, not for time.' },
      ],
    },
  },
)
