import type { DeviceRecord } from '@hearth/shared/protocol'
import type { AgentOption } from '@hearth/shared/session'
import { visible } from '@hearth/shared/session'

/** More choices than this are searched rather than looked through. */
export const SEARCHED_FROM = 12

const CATEGORIES: readonly AgentOption['category'][] = ['model', 'thought_level', 'mode', 'other']

/** Options as they are offered: what is chosen most, first. */
export const inOrder = (options: readonly AgentOption[]): readonly AgentOption[] =>
  [...options].sort((a, b) => CATEGORIES.indexOf(a.category) - CATEGORIES.indexOf(b.category))

/** What a value of an option is called. */
const choiceName = ({ choices }: AgentOption, value: string): string =>
  visible(choices.find((choice) => choice.value === value)?.name ?? value)

/** The model that is set, short; null where the agent offers none. */
export const shortModel = (options: readonly AgentOption[]): string | null => {
  const model = options.find(({ category }) => category === 'model')
  return model === undefined ? null : (choiceName(model, model.value).split('/').at(-1)?.trim() ?? null)
}

export type Choices = AgentOption['choices']

/**
 * What this device can choose of an option, and how many it can't: choices that may let the agent act without asking
 * take what allowing everything takes (docs/security.md). The present one always stands among them. The host checks it.
 */
export const choosable = (
  { category, choices, value }: AgentOption,
  device: DeviceRecord | null,
): { readonly choices: Choices; readonly withheld: number } => {
  const mayAll = device?.rights.includes('decide') === true && device.riskMax === 4
  if (category === 'model' || category === 'thought_level' || mayAll) return { choices, withheld: 0 }
  const open = choices.filter((one) => one.asks === true || one.value === value)
  return { choices: open, withheld: choices.length - open.length }
}

/** Choices by their groups, in the order in which these first appear. */
export const byGroup = (
  choices: Choices,
): readonly { readonly group: string; readonly choices: Choices }[] => {
  const groups = new Map<string, Choices[number][]>()
  for (const choice of choices) {
    const group = choice.group ?? ''
    groups.set(group, [...(groups.get(group) ?? []), choice])
  }
  return [...groups].map(([group, choices]) => ({ group, choices }))
}

/** The choices that have every word of the query in name, value or group. */
export const search = (choices: Choices, query: string): Choices => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return choices.filter(({ name, value, group }) => {
    const text = `${name} ${value} ${group ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
