import { HearthError } from '@hearth/shared/protocol'
import { AgentError, type AgentSession } from '../agents/driver.ts'
import type { AgentLink, LinkNotice } from './agent-link.ts'
import type { EngineParts } from './engine-parts.ts'
import { asHearthError } from './errors.ts'
import { wordsOf } from './failures.ts'

const isUnsupported = (error: unknown): boolean =>
  error instanceof AgentError && error.code === 'agent.unsupported'

/**
 * Gives a session that was just opened what a person chose in it before. What can't be set is told: a choice that the
 * agent no longer has is forgotten.
 */
export const applyChoices = async (
  parts: EngineParts,
  agent: string,
  session: AgentSession,
): Promise<LinkNotice[]> => {
  const { ledger, store } = parts
  const notices: LinkNotice[] = []
  for (const [option, value] of store.agents.choices(ledger.num, agent)) {
    if (session.view.options.find((one) => one.id === option)?.value === value) continue
    try {
      await session.setOption(option, value)
    } catch (error) {
      const text = `${option} could not be set to ${value}: ${wordsOf(error)}`
      notices.push({ code: isUnsupported(error) ? 'host.unknown_option' : 'agent.failed', text })
      if (!isUnsupported(error)) continue
      const drop = () => store.agents.dropChoice(ledger.num, agent, option)
      ledger.submit((change) => change.row(drop)).catch(parts.report)
    }
  }
  return notices
}

/** The open session, or the one that is being opened; null when there is none. */
const sessionOf = async (link: AgentLink): Promise<AgentSession | null> => {
  try {
    return link.warm ?? (await link.opening)
  } catch {
    // Whoever opens it hears of that.
    return null
  }
}

/**
 * Sets one of an agent's options in a session, now and whenever it is opened again.
 * @throws HearthError `host.unknown_option`, `host.store` and codes of the agent
 */
export const setOption = async (
  parts: EngineParts,
  link: AgentLink,
  option: string,
  value: string,
): Promise<void> => {
  const { ledger, store } = parts
  const session = await sessionOf(link)
  if (session === null) {
    const offered = store.agents.offered(ledger.num, link.agent)?.options.find((one) => one.id === option)
    if (!offered?.choices.some((choice) => choice.value === value))
      throw new HearthError('host.unknown_option')
  } else {
    try {
      await session.setOption(option, value)
    } catch (error) {
      throw isUnsupported(error) ? new HearthError('host.unknown_option') : asHearthError(error)
    }
  }
  const save = () => store.agents.saveChoice(ledger.num, link.agent, option, value)
  await ledger.submit((change) => change.row(save))
  parts.agentsChanged()
}

/** Ends a command that an agent left running. @throws HearthError `host.unknown_task` and codes of the agent */
export const stopTask = async (link: AgentLink, task: string): Promise<void> => {
  const session = link.warm
  if (session === null || !session.view.tasks.some((one) => one.id === task))
    throw new HearthError('host.unknown_task')
  try {
    await session.stopTask(task)
  } catch (error) {
    throw isUnsupported(error) ? new HearthError('host.unknown_task') : asHearthError(error)
  }
}
