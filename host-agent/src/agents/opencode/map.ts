import type { PlanEntry, Usage } from '@hearth/shared/session'
import * as v from 'valibot'
import type { Draft } from '../driver.ts'
import { RAW_LENGTH } from '../limits.ts'
import { Tools } from './tools.ts'
import { type AnyPart, StepFinishPart, TextPart, type Todo, ToolPart } from './wire.ts'

/** Parts that are opencode's own bookkeeping. */
const SILENT = new Set(['step-start', 'snapshot', 'patch', 'agent', 'subtask', 'retry'])

/** Text told so far of one part. `frozen`: pieces may have been missed, so only the whole text is trusted. */
type Told = { kind: 'message' | 'thought'; text: string; frozen: boolean }

/**
 * Turns the parts of one turn's answers into drafts. Pure: what it tells follows from what it was fed. Feeding a
 * part again, or a delta of a part that has ended, tells nothing twice.
 */
export class TurnMap {
  private readonly tools = new Tools()
  private readonly open = new Map<string, Told>()
  private readonly ended = new Set<string>()

  /** `from` says whether the part came with the stream or was read from opencode's record. */
  part(part: AnyPart, from: 'stream' | 'record' = 'stream'): Draft[] {
    switch (part.type) {
      case 'text':
      case 'reasoning':
        return read(TextPart, part, (known) => this.text(known, from))
      case 'tool':
        return read(ToolPart, part, (known) => this.tools.part(known))
      case 'step-finish':
        return this.once(part.id, () =>
          read(StepFinishPart, part, (known) => [{ type: 'usage', usage: usage(known) }]),
        )
      case 'compaction':
        return this.once(part.id, () => [
          notice('info', 'agent.compacted', 'opencode summed up the conversation.'),
        ])
      default:
        return SILENT.has(part.type) ? [] : this.once(part.id, () => [raw(part)])
    }
  }

  /** More text of a part that the stream announced. */
  delta(part: string, text: string): Draft[] {
    const told = this.open.get(part)
    if (told === undefined || told.frozen || text === '') return []
    told.text += text
    return [{ type: 'text', block: part, kind: told.kind, text }]
  }

  /** The stream was cut: what is open now is told only when its whole text is known. */
  freeze(): void {
    for (const told of this.open.values()) told.frozen = true
  }

  input(call: string): Record<string, unknown> | null | undefined {
    return this.tools.input(call)
  }

  diff(call: string, path: string, diff: string): Draft[] {
    return this.tools.diff(call, path, diff)
  }

  private text(part: TextPart, from: 'stream' | 'record'): Draft[] {
    if (part.ignored === true || this.ended.has(part.id)) return []
    const kind = part.type === 'text' ? 'message' : 'thought'
    const known = this.open.get(part.id)
    const told = known ?? { kind, text: '', frozen: from === 'record' }
    this.open.set(part.id, told)
    if (part.time?.end !== undefined) {
      this.open.delete(part.id)
      this.ended.add(part.id)
    }
    return this.catchUp(part, told)
  }

  /** Brings the told text up to the part's whole text. */
  private catchUp(part: TextPart, told: Told): Draft[] {
    const { kind, text: before } = told
    if (part.text.startsWith(before)) {
      const text = part.text.slice(before.length)
      told.text = part.text
      return text === '' ? [] : [{ type: 'text', block: part.id, kind, text }]
    }
    // opencode trims the end of a text; anything else that differs is told anew, in a block of its own.
    if (before.startsWith(part.text)) return []
    return [{ type: 'text', block: `${part.id}/whole`, kind, text: part.text }]
  }

  private once(id: string, tell: () => Draft[]): Draft[] {
    if (this.ended.has(id)) return []
    this.ended.add(id)
    return tell()
  }
}

/** opencode's to-do list as ACP's plan. */
export function plan(todos: readonly Todo[]): Draft {
  const entries = todos.flatMap(({ content, status, priority }): PlanEntry[] => {
    if (status === 'cancelled') return []
    const known = status === 'in_progress' || status === 'completed' ? status : 'pending'
    return [
      { content, status: known, priority: priority === 'high' || priority === 'low' ? priority : 'medium' },
    ]
  })
  return { type: 'plan', entries }
}

export function notice(level: 'info' | 'warning' | 'error', code: string, text: string): Draft {
  return { type: 'notice', level, code, text }
}

function read<S extends v.GenericSchema>(
  schema: S,
  part: AnyPart,
  tell: (known: v.InferOutput<S>) => Draft[],
): Draft[] {
  const known = v.safeParse(schema, part)
  return known.success ? tell(known.output) : [raw(part)]
}

function raw(part: AnyPart): Draft {
  return {
    type: 'raw',
    block: part.id,
    source: `opencode ${part.type}`,
    detail: JSON.stringify(part).slice(0, RAW_LENGTH),
  }
}

function usage({ tokens, cost }: StepFinishPart): Usage {
  return {
    input: Math.round(tokens.input + tokens.cache.write),
    output: Math.round(tokens.output),
    cached: Math.round(tokens.cache.read),
    reasoning: Math.round(tokens.reasoning),
    cost,
  }
}
