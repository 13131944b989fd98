import { type Down, encodeDown, HearthError, OversizeError } from '@hearth/shared/protocol'
import type { AgentOption } from '@hearth/shared/session'
import type { CallHandlers, Context } from './context.ts'

const fits = (message: Down): boolean => {
  try {
    encodeDown(message)
    return true
  } catch (error) {
    if (error instanceof OversizeError) return false
    throw error
  }
}

/** Options that say how well an agent thinks, not what it may do unasked. */
const HARMLESS: ReadonlySet<AgentOption['category']> = new Set(['model', 'thought_level'])

type Choosing = 'harmless' | 'asks' | 'unknown'

/** What is known of a choice: `asks` is one of those with which the agent asks no less than by default. */
const judge = (
  choice: { session: string; agent: string; option: string; value: string },
  context: Context,
): Choosing => {
  const agents = context.services.sessions.agents(choice.session)
  const agent = agents.find((one) => one.agent === choice.agent)
  const option = agent?.options.find(({ id }) => id === choice.option)
  if (option === undefined) return 'unknown'
  if (HARMLESS.has(option.category)) return 'harmless'
  return option.choices.some(({ value, asks }) => value === choice.value && asks) ? 'asks' : 'unknown'
}

/**
 * In some modes an agent asks nobody any more: choosing one allows all that it will ever do. Each of which the host does
 * not know better takes what allowing the gravest request takes.
 * @throws HearthError `host.not_allowed`, `host.shut_out`, `host.paused`
 */
const checkChooser = ({ services, channel }: Context): void => {
  const device = services.device(channel.deviceId)
  if (device?.rights.includes('decide') !== true || device.riskMax < MAX_RISK) {
    const words =
      'It may let the agent act without asking: only a device that may allow everything can choose it.'
    throw new HearthError('host.not_allowed', words)
  }
  if (services.guard.isShutOut(channel.deviceId)) throw new HearthError('host.shut_out')
  if (services.guard.paused) throw new HearthError('host.paused')
}

const MAX_RISK = 4

/** Sessions: made, changed, found, adopted, and their turns. */
export const sessionHandlers: Pick<
  CallHandlers,
  | 'new-session'
  | 'update-session'
  | 'list-foreign'
  | 'adopt-session'
  | 'edit-prompt'
  | 'order-queue'
  | 'steer'
  | 'set-option'
  | 'stop-task'
  | 'withdraw'
  | 'stop'
  | 'resolve'
  | 'history'
> = {
  async 'new-session'({ session, project, agent, place, title }, { services, channel }) {
    await services.sessions.create({ session, project, agent, place, title, by: channel.deviceId })
    return { of: 'new-session', session }
  },
  async 'update-session'({ session, title, archived, agent }, { services, channel }) {
    const change = {
      ...(title === undefined ? {} : { title }),
      ...(archived === undefined ? {} : { archived }),
      ...(agent === undefined ? {} : { agent }),
    }
    await services.sessions.update(session, change, channel.deviceId)
    return { of: 'update-session' }
  },
  async 'list-foreign'({ project, agent }, { services }) {
    const sessions = await services.sessions.listForeign(project, agent)
    return {
      of: 'list-foreign',
      sessions: sessions.map(({ id, title, updatedAt, adopted }) => ({ id, title, updatedAt, adopted })),
    }
  },
  async 'adopt-session'({ session, project, agent, foreign }, { services, channel }) {
    await services.sessions.adopt({ session, project, agent, foreign, by: channel.deviceId })
    return { of: 'adopt-session', session }
  },
  async 'edit-prompt'({ session, turn, content, edits }, { services, channel }) {
    await services.sessions.edit(session, turn, { content, edits }, channel.deviceId)
    return { of: 'edit-prompt' }
  },
  async 'order-queue'({ session, turns }, { services, channel }) {
    await services.sessions.order(session, turns, channel.deviceId)
    return { of: 'order-queue' }
  },
  async steer({ session, turn }, { services, channel }) {
    await services.sessions.steer(session, turn, channel.deviceId)
    return { of: 'steer' }
  },
  async 'set-option'({ session, agent, option, value }, context) {
    const { services, channel } = context
    const judged = judge({ session, agent, option, value }, context)
    if (judged !== 'harmless') {
      if (judged === 'unknown') checkChooser(context)
      await services.recordOption({ session, agent, option, value, by: channel.deviceId })
      if (judged === 'unknown') checkChooser(context)
    }
    await services.sessions.setOption(session, agent, option, value, channel.deviceId)
    return { of: 'set-option' }
  },
  async 'stop-task'({ session, agent, task }, { services, channel }) {
    await services.sessions.stopTask(session, agent, task, channel.deviceId)
    return { of: 'stop-task' }
  },
  async withdraw({ session, turn }, { services, channel }) {
    await services.sessions.withdraw(session, turn, channel.deviceId)
    return { of: 'withdraw' }
  },
  async stop({ session, turn }, { services, channel }) {
    await services.sessions.stop(session, turn, channel.deviceId)
    return { of: 'stop' }
  },
  async resolve({ session, turn, choice }, { services, channel }) {
    const { retriedAs } = await services.sessions.resolve(session, turn, choice, channel.deviceId)
    return { of: 'resolve', retriedAs }
  },
  history({ call, session, before, limit }, { services }) {
    for (let count = limit; ; count = Math.floor(count / 2)) {
      const { turns, earlier } = services.sessions.history(session, before, count)
      const value = { of: 'history', turns, earlier } as const
      if (count === 1 || fits({ t: 'result', call, value })) return value
    }
  },
}
