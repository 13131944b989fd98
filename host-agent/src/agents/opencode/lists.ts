import { type AgentCommand, SESSION_LIMITS } from '@hearth/shared/session'
import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import * as v from 'valibot'
import { call } from './api.ts'

const text = v.string()
const maybe = v.fallback(v.nullish(text), null)

const Provider = v.object({
  id: text,
  name: v.fallback(text, ''),
  models: v.record(
    text,
    v.object({
      id: text,
      name: v.fallback(text, ''),
      limit: v.fallback(v.object({ context: v.number() }), { context: 0 }),
      variants: v.fallback(v.record(text, v.unknown()), {}),
    }),
  ),
})
const Providers = v.object({
  providers: v.array(v.unknown()),
  default: v.fallback(v.record(text, text), {}),
})
const Agent = v.object({ name: text, description: maybe, mode: text, hidden: v.fallback(v.boolean(), false) })
const Command = v.object({ name: text, description: maybe, hints: v.fallback(v.array(text), []) })
const Config = v.object({
  model: maybe,
  default_agent: maybe,
  mcp: v.fallback(v.record(text, v.unknown()), {}),
})

/** A model that opencode offers; `id` is `provider/model`, `size` its context window in tokens, 0 when not told. */
export type Model = { id: string; name: string; provider: string; size: number; variants: string[] }

/** What opencode offers in one directory, and what it takes when nothing is chosen. */
export type Lists = {
  models: Model[]
  modes: { name: string; description: string | null }[]
  commands: AgentCommand[]
  model: string | null
  mode: string | null
  /** Names of its MCP servers. */
  servers: string[]
}

/** @throws {AgentError} @throws {Refused} */
export async function readLists(client: OpencodeClient, directory: string): Promise<Lists> {
  const where = { directory }
  const [providers, agents, commands, config] = await Promise.all([
    call('list its models', (options) => client.config.providers(where, options)),
    call('list its modes', (options) => client.app.agents(where, options)),
    call('list its commands', (options) => client.command.list(where, options)),
    call('tell its configuration', (options) => client.config.get(where, options)),
  ])
  const offered = v.parse(Providers, providers)
  const chosen = v.parse(Config, config)
  const models = known(Provider, offered.providers).flatMap(modelsOf)
  const modes = known(Agent, agents)
    .filter(({ mode, hidden }) => mode !== 'subagent' && !hidden)
    .map(({ name, description }) => ({ name, description: line(description ?? '') || null }))
  const [[provider, model] = []] = Object.entries(offered.default)
  const first = provider === undefined ? null : `${provider}/${model}`
  return {
    models,
    modes,
    commands: known(Command, commands).slice(0, SESSION_LIMITS.choices.value).map(commandOf),
    model: [chosen.model, first].find((id) => models.some((one) => one.id === id)) ?? null,
    mode:
      [chosen.default_agent, modes[0]?.name].find((name) => modes.some((one) => one.name === name)) ?? null,
    servers: Object.keys(chosen.mcp),
  }
}

function modelsOf({ id, name, models }: v.InferOutput<typeof Provider>): Model[] {
  return Object.values(models).map((model) => ({
    id: `${id}/${model.id}`,
    name: line(model.name || model.id),
    provider: line(name || id),
    size: model.limit.context,
    variants: Object.keys(model.variants),
  }))
}

function commandOf({ name, description, hints }: v.InferOutput<typeof Command>): AgentCommand {
  return { name: line(name), description: line(description ?? ''), hint: line(hints.join(' ')) || null }
}

function known<S extends v.GenericSchema>(schema: S, values: unknown): v.InferOutput<S>[] {
  return (Array.isArray(values) ? values : []).flatMap((value: unknown) => {
    const parsed = v.safeParse(schema, value)
    return parsed.success ? [parsed.output] : []
  })
}

/** As long as a choice may be, in one line. */
export function line(words: string): string {
  return words.replaceAll(/\s+/g, ' ').trim().slice(0, SESSION_LIMITS.choiceText.value)
}
