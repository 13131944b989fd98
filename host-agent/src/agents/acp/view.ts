import { type AgentCommand, type AgentTask, SESSION_LIMITS } from '@hearth/shared/session'
import { type AgentView, EMPTY_VIEW } from '../driver.ts'
import { type OwnOption, optionsOf } from './options.ts'
import type { Quirks } from './spec.ts'
import { AnyUpdate, Choices, Commands, ModeChange, read, UsageUpdate } from './wire.ts'

/** What an agent tells of its session beside its turns, kept up to date by its updates. */
export class SessionView {
  private current: AgentView = EMPTY_VIEW
  private choices: Choices = {}
  private own: OwnOption[] = []
  private spent = 0
  private readonly listeners = new Set<() => void>()
  private readonly asking: Quirks['asking']

  /** `asking`: the agent's quirk of that name. */
  constructor(asking?: Quirks['asking']) {
    this.asking = asking
  }

  view(): AgentView {
    return this.current
  }

  /** What the session has cost so far, in US dollars; 0 where the agent does not tell. */
  cost(): number {
    return this.spent
  }

  onView(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  option(id: string): OwnOption | undefined {
    return this.own.find(({ option }) => option.id === id)
  }

  /** Commands that the agent has us run for it and left running. */
  ran(tasks: readonly AgentTask[]): void {
    this.tell({ tasks })
  }

  /** The answer of a call that opened the session, or changed an option. */
  opened(answer: unknown): void {
    const told = read(Choices, answer)
    if (told === null) return
    const { modes, models, configOptions } = told
    this.choose({
      modes: modes ?? this.choices.modes,
      models: models ?? this.choices.models,
      configOptions: configOptions ?? this.choices.configOptions,
    })
  }

  /** An option was set by us and the agent took it. */
  chosen({ setter, option }: OwnOption, value: string): void {
    const { modes, models, configOptions } = this.choices
    if (setter === 'mode' && modes !== undefined)
      this.choose({ ...this.choices, modes: { ...modes, currentModeId: value } })
    if (setter === 'model' && models !== undefined)
      this.choose({ ...this.choices, models: { ...models, currentModelId: value } })
    if (setter !== 'config') return
    const changed = configOptions?.map((own) => {
      if (own.id !== option.id) return own
      return own.type === 'boolean'
        ? { ...own, currentValue: value === 'true' }
        : { ...own, currentValue: value }
    })
    this.choose({ ...this.choices, configOptions: changed })
  }

  hear(raw: unknown): void {
    const update = read(AnyUpdate, raw)
    switch (update?.sessionUpdate) {
      case 'available_commands_update':
        this.tell({ commands: commandsOf(update) })
        break
      case 'config_option_update':
        this.opened(update)
        break
      case 'current_mode_update':
        this.modeChanged(read(ModeChange, update)?.currentModeId)
        break
      case 'usage_update':
        this.used(update)
        break
    }
  }

  private modeChanged(mode: string | undefined): void {
    if (mode === undefined) return
    const own = this.own.find(({ option }) => option.category === 'mode')
    if (own !== undefined) this.chosen(own, mode)
  }

  private used(update: unknown): void {
    const usage = read(UsageUpdate, update)
    if (usage?.cost?.currency === 'USD') this.spent = usage.cost.amount
    if (usage?.used === undefined || usage.size === undefined) return
    this.tell({ context: { used: usage.used, size: usage.size } })
  }

  private choose(choices: Choices): void {
    this.choices = choices
    this.own = optionsOf(choices, this.asking)
    this.tell({ options: this.own.map(({ option }) => option) })
  }

  private tell(change: Partial<AgentView>): void {
    const next = { ...this.current, ...change }
    if (JSON.stringify(next) === JSON.stringify(this.current)) return
    this.current = next
    for (const listener of this.listeners) listener()
  }
}

const MAX = SESSION_LIMITS.choiceText.value

/** A command with a name that is too long to be told can't be called. */
function commandsOf(update: unknown): AgentCommand[] {
  const commands = read(Commands, update)?.availableCommands ?? []
  return commands
    .filter(({ name }) => name !== '' && name.length <= MAX)
    .slice(0, SESSION_LIMITS.choices.value)
    .map(({ name, description, input }) => ({
      name,
      description: description.slice(0, MAX),
      hint: input?.hint?.slice(0, MAX) ?? null,
    }))
}
