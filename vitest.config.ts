import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    projects: ['shared', 'relay', 'host-agent'].map((name) => ({
      extends: true,
      test: { name, include: [`${name}/src/**/*.test.ts`], testTimeout: 20_000 },
    })),
  },
})
