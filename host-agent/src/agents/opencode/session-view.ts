import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import * as v from 'valibot'
import type { AgentView } from '../driver.ts'
import type { Catalogue } from './catalogue.ts'
import type { Choice } from './deliver.ts'
import { readMessages, type Where } from './record.ts'
import { choose, viewOf } from './view.ts'
import { type AnyPart, type Payload, type SessionInfo, StepFinishPart } from './wire.ts'

type ViewSpec = {
  where: Where
  catalogue: Catalogue
  defaults: Choice
  /** opencode's own record of a session that is taken up again. */
  info: SessionInfo | null
}

/** Messages looked at for the size of a resumed conversation: the last answer is among them. */
const LAST_MESSAGES = 4

/** What one session offers and how full it is; and what its next prompt is done with. */
export class SessionView {
  private readonly spec: ViewSpec
  private readonly listeners = new Set<() => void>()
  private readonly unfollow: () => void
  private own: Pick<SessionInfo, 'agent' | 'model'>
  private chosen: Choice
  private used: number | null = null
  private view: AgentView

  constructor(spec: ViewSpec) {
    this.spec = spec
    this.chosen = spec.defaults
    this.own = spec.info ?? {}
    this.view = this.make()
    this.unfollow = spec.catalogue.follow(spec.where.directory, () => this.changed())
  }

  get(): AgentView {
    return this.view
  }

  on(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Reads what is offered, unless that is known. Never rejects. */
  load(): Promise<void> {
    return this.spec.catalogue.load(this.spec.where.directory)
  }

  /** Reads how full a resumed session is. @throws {AgentError} */
  async measure(client: OpencodeClient): Promise<void> {
    const messages = await readMessages(client, this.spec.where, LAST_MESSAGES)
    for (const { parts } of messages.slice(-LAST_MESSAGES)) for (const part of parts) this.step(part)
    this.changed()
  }

  hear(event: Payload): void {
    const { sessionID } = this.spec.where
    if (event.type === 'session.updated' && event.properties.info.id === sessionID) {
      this.own = event.properties.info
      this.changed()
    } else if (event.type === 'message.part.updated' && event.properties.part.sessionID === sessionID) {
      if (this.step(event.properties.part)) this.changed()
    }
  }

  /** For the next prompts. @throws {AgentError} `agent.unsupported` */
  choose(id: string, value: string): void {
    this.chosen = choose(this.view, this.chosen, id, value)
    this.changed()
  }

  choice(): Choice {
    return this.chosen
  }

  commands(): ReadonlySet<string> {
    return new Set(this.view.commands.map(({ name }) => name))
  }

  close(): void {
    this.unfollow()
    this.listeners.clear()
  }

  private step(part: AnyPart): boolean {
    if (part.type !== 'step-finish') return false
    const step = v.safeParse(StepFinishPart, part)
    if (!step.success) return false
    const { input, output, reasoning, cache } = step.output.tokens
    this.used = Math.round(input + output + reasoning + cache.read + cache.write)
    return true
  }

  private changed(): void {
    const next = this.make()
    if (JSON.stringify(next) === JSON.stringify(this.view)) return
    this.view = next
    for (const listener of [...this.listeners]) listener()
  }

  private make(): AgentView {
    const { model, agent, variant } = this.chosen
    const own = this.own.model
    const present = {
      model: model ? `${model.providerID}/${model.modelID}` : own ? `${own.providerID}/${own.id}` : null,
      mode: agent ?? this.own.agent ?? null,
      variant: variant ?? own?.variant ?? null,
    }
    return viewOf(this.spec.catalogue.lists(this.spec.where.directory), present, this.used)
  }
}
