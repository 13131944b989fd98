import { type AgentOption, SESSION_LIMITS } from '@hearth/shared/session'
import type { Quirks } from './spec.ts'
import type { Choices, Option } from './wire.ts'

/** How an option is chosen: ACP has one call for each kind. */
export type Setter = 'config' | 'mode' | 'model'

/** An option as a device sees it, with how it is chosen. `isSwitch`: its values are true and false. */
export type OwnOption = { option: AgentOption; setter: Setter; isSwitch: boolean }

const MAX = SESSION_LIMITS.choiceText.value
const clip = (text: string): string => (text.length <= MAX ? text : `${text.slice(0, MAX - 1)}…`)
const told = (text: string | undefined): string | null =>
  text === undefined || text === '' ? null : clip(text)

type Choice = AgentOption['choices'][number]
type Named = { name: string; description?: string | undefined }

/** A value that is too long to be told can't be chosen either: clipped it would be another one. */
const choice = (value: string, { name, description }: Named, group: string | null = null): Choice[] =>
  value.length > MAX ? [] : [{ value, name: clip(name), description: told(description), group }]

/**
 * Modes, models and config options in one form. Config options come first: an agent that has both means them. `asking`:
 * what its quirks say of values with which it asks no less (acp/spec.ts).
 */
export function optionsOf(choices: Choices, asking: Quirks['asking'] = {}): OwnOption[] {
  const config = (choices.configOptions ?? []).flatMap(configOption)
  const categories = new Set(config.map(({ option }) => option.category))
  const taken = new Set(config.map(({ option }) => option.id))
  const others = [...modeOption(choices), ...modelOption(choices)].filter(
    ({ option }) => !categories.has(option.category) && !taken.has(option.id),
  )
  return [...config, ...others].slice(0, SESSION_LIMITS.choices.value).map((own) => marked(own, asking))
}

function marked(own: OwnOption, asking: NonNullable<Quirks['asking']>): OwnOption {
  const known = Object.hasOwn(asking, own.option.id) ? (asking[own.option.id] ?? []) : []
  const choices = own.option.choices.map((one) =>
    known.includes(one.value) ? { ...one, asks: true as const } : one,
  )
  return { ...own, option: { ...own.option, choices } }
}

function configOption(own: Option): OwnOption[] {
  const isSwitch = own.type === 'boolean'
  const choices = isSwitch ? SWITCH : (own.options ?? []).flatMap(selectChoices)
  return option('config', isSwitch, {
    id: own.id,
    name: clip(own.name),
    category: categoryOf(own.category),
    description: told(own.description),
    value: String(own.currentValue),
    choices,
  })
}

const SWITCH: Choice[] = [...choice('true', { name: 'On' }), ...choice('false', { name: 'Off' })]

type SelectEntry = NonNullable<Extract<Option, { type: 'select' }>['options']>[number]

function selectChoices(entry: SelectEntry): Choice[] {
  if ('value' in entry) return choice(entry.value, entry)
  return (entry.options ?? []).flatMap((own) => choice(own.value, own, clip(entry.name)))
}

function modeOption({ modes }: Choices): OwnOption[] {
  if (modes === undefined) return []
  const choices = (modes.availableModes ?? []).flatMap((own) => choice(own.id, own))
  const named = { id: 'mode', name: 'Mode', category: 'mode', description: null } as const
  return option('mode', false, { ...named, value: modes.currentModeId, choices })
}

function modelOption({ models }: Choices): OwnOption[] {
  if (models === undefined) return []
  const choices = (models.availableModels ?? []).flatMap((own) => choice(own.modelId, own))
  const named = { id: 'model', name: 'Model', category: 'model', description: null } as const
  return option('model', false, { ...named, value: models.currentModelId, choices })
}

function option(setter: Setter, isSwitch: boolean, own: AgentOption): OwnOption[] {
  if (own.id.length > MAX || own.value.length > MAX) return []
  return [
    { setter, isSwitch, option: { ...own, choices: own.choices.slice(0, SESSION_LIMITS.choices.value) } },
  ]
}

function categoryOf(category: string | undefined): AgentOption['category'] {
  if (category === 'mode' || category === 'model' || category === 'thought_level') return category
  return 'other'
}
