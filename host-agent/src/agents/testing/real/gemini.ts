import { join } from 'node:path'
import { programOf } from './installed.ts'
import { baseEnvironment, type Recipe, writeSettings } from './recipe.ts'

/** Gemini CLI. Never offer it the client's file access: with it, every new file fails. */
export const gemini: Recipe = {
  id: 'gemini',
  askingMode: null,
  asks: true,
  prepare(home, modelUrl) {
    writeSettings(join(home, '.gemini/settings.json'), {
      security: { auth: { selectedType: 'gemini-api-key' } },
      privacy: { usageStatisticsEnabled: false },
      general: { disableAutoUpdate: true, enableAutoUpdate: false },
    })
    const env = {
      ...baseEnvironment(home),
      GEMINI_API_KEY: 'none',
      GOOGLE_GEMINI_BASE_URL: modelUrl,
      GEMINI_CLI_TRUST_WORKSPACE: 'true',
      GEMINI_CLI_NO_RELAUNCH: 'true',
    }
    const args = [programOf('gemini'), '--acp', '-m', 'gemini-2.5-flash']
    return { command: process.execPath, args, env }
  },
}
