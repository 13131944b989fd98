import { join } from 'node:path'
import { programOf } from './installed.ts'
import { baseEnvironment, type Recipe, writeSettings } from './recipe.ts'

/** Qwen Code. Its first mode is `auto`, in which a model decides what needs no asking. */
export const qwen: Recipe = {
  id: 'qwen',
  askingMode: 'default',
  asks: true,
  prepare(home, modelUrl) {
    writeSettings(join(home, '.qwen/settings.json'), {
      security: { auth: { selectedType: 'openai' } },
      privacy: { usageStatisticsEnabled: false },
      general: { disableAutoUpdate: true, enableAutoUpdate: false },
    })
    const env = {
      ...baseEnvironment(home),
      OPENAI_API_KEY: 'none',
      OPENAI_BASE_URL: `${modelUrl}/v1`,
      OPENAI_MODEL: 'mock-model',
    }
    return { command: process.execPath, args: [programOf('qwen'), '--acp'], env }
  },
}
