import { defineConfig } from 'vitest/config'

// Four projects, so that each can be run alone: `npx vitest run --project unit`.
const shared = { environment: 'node' as const, testTimeout: 60_000, hookTimeout: 120_000 }
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['{kernel,kit,modules,city,doors,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts', '**/node_modules/**'],
        },
      },
      { test: { ...shared, name: 'laws', include: ['laws/**/*.test.ts'] } },
      {
        test: {
          ...shared,
          name: 'db',
          include: ['{kernel,modules,city,doors}/**/*.db.test.ts'],
          globalSetup: ['kernel/db/testing-setup.ts'],
          // Two cores: the database and one worker. Files run one after another against one embedded server.
          maxWorkers: 1,
          fileParallelism: false,
        },
      },
      {
        // The portal draws with React's build for work, which knows nothing of the development transform.
        oxc: { jsx: { runtime: 'automatic', development: false } },
        test: {
          ...shared,
          name: 'stories',
          include: ['stories/**/*.test.ts'],
          globalSetup: ['kernel/db/testing-setup.ts'],
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
})
