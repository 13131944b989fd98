import type { AgentSession } from '../driver.ts'
import type { Plan } from './plan.ts'

/**
 * Chooses the model and mode that a person has set for an agent. A choice that the agent doesn't have is reported and
 * left: the session works without.
 */
export async function chooseSettings(
  session: AgentSession,
  { model, mode, entry }: Plan,
  report: (line: string) => void,
): Promise<void> {
  for (const [category, value] of [
    ['mode', mode],
    ['model', model],
  ] as const) {
    if (value === null) continue
    const option = session.view.options.find((one) => one.category === category)
    if (option?.value === value) continue
    try {
      if (option?.choices.some((choice) => choice.value === value)) await session.setOption(option.id, value)
      else report(`${entry.id} has no ${category} ${value}; its own is used`)
    } catch (error) {
      report(`${entry.id} did not take the ${category} ${value}: ${String(error)}`)
    }
  }
}
