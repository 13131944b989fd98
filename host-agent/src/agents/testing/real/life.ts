import type { Scenario } from './scenarios.ts'
import type { Stage } from './stage.ts'

/** Modes, models and options: each is set to another value than it has, and back. */
export const OPTIONS: Scenario = {
  name: 'options',
  async run(stage) {
    const fresh = await stage.open()
    const { modes, models, configOptions } = (fresh.result ?? {}) as Offered
    const mode = modes?.availableModes.find(({ id }) => id !== modes.currentModeId)
    if (mode) await stage.ask('session/set_mode', { modeId: mode.id })
    const model = models?.availableModels.find(({ modelId }) => modelId !== models.currentModelId)
    if (model) await stage.ask('session/set_model', { modelId: model.modelId })
    for (const option of configOptions ?? []) {
      const value = otherValue(option)
      if (value === undefined) continue
      const more = typeof value === 'boolean' ? { type: 'boolean' } : {}
      await stage.ask('session/set_config_option', { configId: option.id, value, ...more })
    }
    await stage.peer.quiet()
  },
}

type Option = {
  id: string
  currentValue: unknown
  options?: { value?: unknown; options?: { value: unknown }[] }[]
}
type Offered = {
  modes?: { currentModeId: string; availableModes: { id: string }[] } | null
  models?: { currentModelId: string; availableModels: { modelId: string }[] } | null
  configOptions?: Option[] | null
}

function otherValue({ currentValue, options }: Option): unknown {
  if (typeof currentValue === 'boolean') return !currentValue
  const values = (options ?? []).flatMap(
    (option) => option.options?.map(({ value }) => value) ?? [option.value],
  )
  return values.find((value) => value !== undefined && value !== currentValue)
}

/** What a session leaves behind, and how a new process takes it up. The session has had a turn with a command. */
export const LIVES: readonly Scenario[] = [
  {
    name: 'list',
    run: async (stage) => void (await stage.peer.request('session/list', { cwd: stage.repo })),
  },
  { name: 'load', run: (stage) => takeUp(stage, 'session/load') },
  { name: 'resume', run: (stage) => takeUp(stage, 'session/resume') },
  {
    name: 'close',
    async run(stage) {
      await stage.ask('session/close')
      await stage.peer.quiet()
    },
  },
  {
    name: 'load-missing',
    async run(stage) {
      const sessionId = '11111111-1111-4111-8111-111111111111'
      await stage.peer.request('session/load', { sessionId, cwd: stage.repo, mcpServers: [] })
    },
  },
]

async function takeUp(stage: Stage, method: string): Promise<void> {
  const answer = await stage.ask(method, { cwd: stage.repo, mcpServers: [] })
  await stage.peer.quiet()
  if (answer.error === undefined) await stage.promptAnswering('[[text say="taken up"]]', 'allow_once')
  await stage.peer.quiet()
}
