import { type AgentOption, type AgentTask, SESSION_LIMITS } from '@hearth/shared/session'
import type { AgentSession, AgentView } from '../agents/driver.ts'
import { ANY_SESSION, type Offered } from '../store/agent-rows.ts'
import type { EngineParts } from './engine-parts.ts'
import { OFFER_TEXT } from './limits.ts'
import { clipLine } from './text.ts'

const LINE = SESSION_LIMITS.choiceText.value
const LIST = SESSION_LIMITS.choices.value

const fits = (...ids: string[]): boolean => ids.every((id) => id.length <= LINE)
const line = (text: string): string => clipLine(text, LINE)
const lineOrNull = (text: string | null): string | null => (text === null ? null : line(text))

/** Takes of what is offered as much as there is room for. */
class Room {
  #left = OFFER_TEXT

  has(one: unknown): boolean {
    this.#left -= JSON.stringify(one).length + 1
    return this.#left >= 0
  }
}

const boundOption = (option: AgentOption, room: Room): AgentOption[] => {
  const name = line(option.name)
  const bare = { ...option, name, description: lineOrNull(option.description), choices: [] }
  if (!room.has(bare)) return []
  const choices = option.choices
    .filter(({ value }) => fits(value))
    .slice(0, LIST)
    .map(({ value, name, description, group }) => ({
      value,
      name: line(name),
      description: lineOrNull(description),
      group: lineOrNull(group),
    }))
  return [{ ...bare, choices: choices.filter((choice) => room.has(choice)) }]
}

/** What an agent tells of itself, within what a session may hold. What must come back as it is, is left out if too long. */
const boundView = (view: AgentView, room = new Room()): AgentView => ({
  options: view.options
    .filter(({ id, value }) => fits(id, value))
    .slice(0, LIST)
    .flatMap((option) => boundOption(option, room)),
  commands: view.commands
    .filter(({ name }) => fits(name))
    .slice(0, LIST)
    .map(({ name, description, hint }) => ({ name, description: line(description), hint: lineOrNull(hint) }))
    .filter((command) => room.has(command)),
  tasks: view.tasks
    .filter(({ id }) => fits(id))
    .slice(0, SESSION_LIMITS.tasks.value)
    .map((task) => ({ ...task, title: line(task.title) })),
  context: view.context,
})

const save = (parts: EngineParts, session: number, agent: string, offered: Offered): void => {
  const { ledger, store, report } = parts
  const write = () => store.agents.saveOffered(session, agent, offered)
  ledger.submit((change) => change.row(write)).catch(report)
}

/** Keeps what an agent offers in a new session, before anybody has chosen: what a person can choose from beforehand. */
export const rememberDefaults = (parts: EngineParts, agent: string, session: AgentSession): void => {
  const { options, commands } = boundView(session.view)
  if (session.memory === 'new' && options.length + commands.length > 0)
    save(parts, ANY_SESSION, agent, { options, commands })
}

/** What an open agent session offers, as it changes; what can be chosen from is kept for when it is not open. */
export class Offers {
  readonly #parts: EngineParts
  readonly #agent: string
  readonly #session: AgentSession
  readonly #forget: () => void
  /** The turn in which each running command was first seen. */
  #begun = new Map<string, number>()
  #saved = ''

  constructor(parts: EngineParts, agent: string, session: AgentSession) {
    this.#parts = parts
    this.#agent = agent
    this.#session = session
    this.#forget = session.onView(() => {
      this.#changed()
      parts.agentsChanged()
    })
    this.#changed()
  }

  get view(): AgentView {
    const view = boundView(this.#session.view)
    return { ...view, tasks: view.tasks.map((task) => this.#dated(task)) }
  }

  end(): void {
    this.#forget()
  }

  #dated(task: AgentTask): AgentTask {
    return { ...task, turn: task.turn ?? this.#begun.get(task.id) ?? null }
  }

  #changed(): void {
    const { options, commands, tasks } = boundView(this.#session.view)
    const { current } = this.#parts.ledger.state
    const turn = current?.agent === this.#agent ? current.n : undefined
    this.#begun = new Map(
      tasks.flatMap(({ id }) => {
        const begun = this.#begun.get(id) ?? turn
        return begun === undefined ? [] : [[id, begun] as const]
      }),
    )
    if (options.length + commands.length === 0) return
    const offered = JSON.stringify({ options, commands })
    if (offered === this.#saved) return
    this.#saved = offered
    save(this.#parts, this.#parts.ledger.num, this.#agent, { options, commands })
  }
}
