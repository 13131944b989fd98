import { type AgentOption, SESSION_LIMITS } from '@hearth/shared/session'
import { AgentError, type AgentView, EMPTY_VIEW } from '../driver.ts'
import type { Choice } from './deliver.ts'
import { type Lists, line, type Model } from './lists.ts'

/** What a session is done with: chosen here, else what opencode says of it, else what the driver was told. */
export type Present = { model: string | null; mode: string | null; variant: string | null }

/** No variant is chosen: the model's own setting. */
const PLAIN = 'default'
const MODEL = 'model'
const MODE = 'agent'
const VARIANT = 'variant'

/** What a session offers. Pure. `used` are the tokens of its last step; null before the first. */
export function viewOf(lists: Lists | null, present: Present, used: number | null): AgentView {
  if (lists === null) return EMPTY_VIEW
  const model = lists.models.find(({ id }) => id === (present.model ?? lists.model))
  const options = [
    modelOption(lists, present.model ?? lists.model),
    modeOption(lists, present.mode ?? lists.mode),
    variantOption(model, present.variant),
  ]
  return {
    options: options.filter((option) => option !== null),
    commands: lists.commands,
    tasks: [],
    context: used === null || model === undefined || model.size === 0 ? null : { used, size: model.size },
  }
}

/**
 * The choice that a person makes, on top of an earlier one.
 * @throws {AgentError} `agent.unsupported` for what is not offered
 */
export function choose(view: AgentView, before: Choice, id: string, value: string): Choice {
  const option = view.options.find((one) => one.id === id)
  if (option === undefined) throw new AgentError('agent.unsupported', `opencode has no option “${id}”.`)
  if (!option.choices.some((one) => one.value === value))
    throw new AgentError('agent.unsupported', `opencode’s option “${option.name}” has no choice “${value}”.`)
  const { model, agent, variant } = before
  const kept = { ...(model && { model }), ...(agent && { agent }), ...(variant && { variant }) }
  if (id === MODE) return { ...kept, agent: value }
  if (id === VARIANT) return { ...kept, variant: value }
  // A variant is the model's own: another model may not have it.
  return { ...(agent && { agent }), model: modelOf(value) }
}

/** opencode's two ids of a model, from our one: the provider's has no slash. */
function modelOf(id: string): { providerID: string; modelID: string } {
  const at = id.indexOf('/')
  return { providerID: id.slice(0, at), modelID: id.slice(at + 1) }
}

function modelOption(lists: Lists, value: string | null): AgentOption | null {
  const choices = lists.models.map(({ id, name, provider }) => ({
    value: id,
    name,
    description: null,
    group: provider,
  }))
  return option({ id: MODEL, name: 'Model', category: 'model' }, value, choices)
}

/** opencode's own modes. In our sessions both ask for all that SESSION_RULES say (policy.ts), whatever a config says of them. */
const ASKING: readonly string[] = ['build', 'plan']

function modeOption(lists: Lists, value: string | null): AgentOption | null {
  const choices = lists.modes.map(({ name, description }) => ({
    value: name,
    name: line(name),
    description,
    group: null,
    ...(ASKING.includes(name) ? { asks: true as const } : {}),
  }))
  return option({ id: MODE, name: 'Agent', category: 'mode' }, value, choices)
}

function variantOption(model: Model | undefined, value: string | null): AgentOption | null {
  if (model === undefined || model.variants.length === 0) return null
  const choices = [PLAIN, ...model.variants].map((name) => ({
    value: name,
    name: line(name),
    description: null,
    group: null,
  }))
  return option({ id: VARIANT, name: 'Reasoning', category: 'thought_level' }, value ?? PLAIN, choices)
}

/** An option with SESSION_LIMITS.choices at most, the present one among them; null when there is nothing to choose. */
function option(
  head: Pick<AgentOption, 'id' | 'name' | 'category'>,
  value: string | null,
  all: AgentOption['choices'],
): AgentOption | null {
  const fit = all.filter((one) => one.value.length <= SESSION_LIMITS.choiceText.value)
  const present = fit.find((one) => one.value === value) ?? fit[0]
  if (present === undefined) return null
  const choices = fit.slice(0, SESSION_LIMITS.choices.value)
  if (!choices.includes(present)) choices.splice(-1, 1, present)
  return { ...head, description: null, value: present.value, choices }
}
