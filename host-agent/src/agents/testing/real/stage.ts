import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ScriptedModel } from '../../../demo/model/index.ts'
import { RecordingClient } from './client.ts'
import { type Line, type Message, RawPeer } from './peer.ts'
import type { Launch, Recipe } from './recipe.ts'

/** What we offer an agent at `initialize`, unless a scenario offers more. gemini fails to write with files offered. */
export const CAPABILITIES = {
  elicitation: { form: {} },
  session: { configOptions: { boolean: {} }, notices: {}, compaction: {} },
  _meta: { 'subagent-transcript': true },
}

/** A world for one real agent and the scenarios played with it. Requests of the agent are answered when asked. */
export class Stage {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'hearth-record-')))
  readonly home = join(this.root, 'home')
  readonly repo = join(this.root, 'repo')
  readonly recipe: Recipe
  readonly model: ScriptedModel
  peer: RawPeer
  sessionId = ''
  /** What a person said while a turn runs, for an agent that comes and asks for it (qwen). */
  midTurn: string[] = []
  private readonly launch: Launch
  private mark = 0

  constructor(recipe: Recipe, model: ScriptedModel) {
    this.recipe = recipe
    this.model = model
    mkdirSync(this.home)
    mkdirSync(this.repo)
    execFileSync('git', ['init', '-q', this.repo])
    writeFileSync(join(this.repo, 'hello.txt'), 'first\n')
    this.launch = recipe.prepare(this.home, model.url)
    this.peer = this.start()
  }

  /** A new process in the same home; the one before has to be ended already. */
  start(): RawPeer {
    const client = new RecordingClient()
    this.peer = new RawPeer(this.launch, this.repo, async (request) => {
      if (request.method === 'craft/drainMidTurnQueue') return { messages: this.midTurn.splice(0) }
      const asks = request.method === 'session/request_permission' || request.method === 'elicitation/create'
      return asks ? undefined : client.answer(request)
    })
    this.mark = 0
    return this.peer
  }

  initialize(more: Record<string, unknown> = {}): Promise<Message> {
    const clientCapabilities = { ...CAPABILITIES, ...more }
    const clientInfo = { name: 'hearth', title: 'Hearth', version: '0.1.0' }
    return this.peer.request('initialize', { protocolVersion: 1, clientCapabilities, clientInfo })
  }

  /** Opens a session in the mode in which the agent asks. */
  async open(mcpServers: readonly object[] = []): Promise<Message> {
    const answer = await this.peer.request('session/new', { cwd: this.repo, mcpServers })
    this.sessionId = String(answer.result?.sessionId ?? '')
    const modeId = this.recipe.askingMode
    if (modeId !== null) await this.ask('session/set_mode', { modeId })
    return answer
  }

  /** A request about the open session. */
  ask(method: string, params: Record<string, unknown> = {}): Promise<Message> {
    return this.peer.request(method, { sessionId: this.sessionId, ...params })
  }

  prompt(content: string | object[]): Promise<Message> {
    return this.begin(content).done
  }

  begin(content: string | object[]): { id: number; done: Promise<Message> } {
    const prompt = typeof content === 'string' ? [{ type: 'text', text: content }] : content
    return this.peer.begin('session/prompt', { sessionId: this.sessionId, prompt })
  }

  /** Runs a turn in which everything asked is answered with `kind`; the turn's answer. */
  async promptAnswering(content: string | object[], kind: string): Promise<Message> {
    const from = this.peer.lines.length
    const { id, done } = this.begin(content)
    let next = from
    for (;;) {
      const message = await this.peer.wait((line) => isAsked(line) || answers(line, id), next)
      if (message.method === undefined) return done
      next = this.peer.lines.findIndex(({ msg }) => msg === message) + 1
      this.decide(message, kind)
    }
  }

  /** The next permission request or elicitation that the agent sends; already seen ones count from `from`. */
  asked(from = this.mark): Promise<Message> {
    return this.peer.wait(isAsked, from)
  }

  /** Answers what was asked: the option of that kind, or the first of its family. */
  decide(request: Message, kind: string): void {
    if (request.method === 'elicitation/create') {
      this.peer.reply(request, kind.startsWith('allow') ? accepted(request) : { action: 'decline' })
      return
    }
    const options = Array.isArray(request.params?.options) ? request.params.options : []
    const option = options.find((o) => o.kind === kind) ?? options.find((o) => sameFamily(o.kind, kind))
    const outcome = option ? { outcome: 'selected', optionId: option.optionId } : { outcome: 'cancelled' }
    // How Qwen Code takes answers to its questions: beside the outcome, by the question's number.
    const answers = JSON.stringify(request.params).includes('user_question')
      ? { answers: { 0: 'Amber' } }
      : {}
    this.peer.reply(request, { outcome, ...answers })
  }

  /** Resolves at the first message since the scenario began whose JSON fits. */
  said(sign: RegExp): Promise<Message> {
    return this.peer.wait(({ dir, msg }) => dir === 'in' && sign.test(JSON.stringify(msg)), this.mark)
  }

  cancel(): void {
    this.peer.notify('session/cancel', { sessionId: this.sessionId })
  }

  /** Resolves at the first update that fits. */
  update(fits: (update: Record<string, unknown>) => boolean, from = this.mark): Promise<Message> {
    return this.peer.wait(({ dir, msg }) => {
      const update = msg.params?.update
      return dir === 'in' && msg.method === 'session/update' && isObject(update) && fits(update)
    }, from)
  }

  /** What was said since the last `begins`. */
  taken(): Line[] {
    return this.peer.lines.slice(this.mark)
  }

  begins(): void {
    this.mark = this.peer.lines.length
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 })
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** True for what the agent wants a person's answer to. */
export function isAsked({ dir, msg }: Line): boolean {
  return dir === 'in' && (msg.method === 'session/request_permission' || msg.method === 'elicitation/create')
}

function answers({ dir, msg }: Line, id: number): boolean {
  return dir === 'in' && msg.id === id && msg.method === undefined
}

function sameFamily(kind: unknown, wanted: string): boolean {
  return typeof kind === 'string' && kind.split('_')[0] === wanted.split('_')[0]
}

/** An answer with the first choice of every field. */
function accepted(request: Message): Record<string, unknown> {
  const schema = isObject(request.params?.requestedSchema) ? request.params.requestedSchema : {}
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : []
  const content = properties.flatMap(([name, value]) => {
    const choices = isObject(value) ? (value.oneOf ?? value.enum) : undefined
    const first: unknown = Array.isArray(choices) ? choices[0] : undefined
    if (first === undefined) return []
    return [[name, isObject(first) ? first.const : first]]
  })
  return { action: 'accept', content: Object.fromEntries(content) }
}
