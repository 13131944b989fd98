import { HearthError } from '@hearth/shared/protocol'
import type { Answer, AskedRequest } from '@hearth/shared/session'
import type { AgentRequest, ReplyResult } from '../agents/driver.ts'
import { checkValues } from './forms.ts'
import { checkAnswers } from './questions.ts'
import { shorten } from './title.ts'

type Unnamed<T> = T extends unknown ? Omit<T, 'request' | 'session' | 'turn' | 'agent' | 'createdAt'> : never
/** What is asked, as devices are told it. */
export type AskedContent = Unnamed<AskedRequest>
/** What an agent asks for in words. */
export type AgentAsk = Exclude<AgentRequest, { kind: 'permission' }>

/** A request that is answered in words: a copy of what was asked, and the way back to the agent. */
export interface Asked {
  readonly content: AskedContent
  /** A short line for lists. */
  readonly title: string
  /** @throws {HearthError} `request.kind`, `request.answers` */
  check(answer: Answer): void
  /** Gives a checked answer to the agent, or turns it down with null. */
  reply(answer: Answer | null): Promise<ReplyResult>
}

const wrongKind = (): never => {
  throw new HearthError('request.kind')
}

/** Takes a copy of what an agent asks, so that nothing that it changes afterwards counts. */
export const askedOf = (ask: AgentAsk): Asked => {
  switch (ask.kind) {
    case 'question': {
      const questions = structuredClone(ask.questions)
      return {
        content: { kind: 'question', questions },
        title: shorten(questions[0]?.header || questions[0]?.question || 'Question'),
        check: (answer) =>
          answer.kind === 'question' ? checkAnswers(questions, answer.answers) : wrongKind(),
        reply: async (answer) =>
          ask.reply(
            answer?.kind === 'question' ? { answers: structuredClone(answer.answers) } : { reject: true },
          ),
      }
    }
    case 'plan': {
      const { plan } = ask
      return {
        content: { kind: 'plan', plan },
        title: 'Plan to approve',
        check: (answer) => (answer.kind === 'plan' ? undefined : wrongKind()),
        reply: async (answer) => {
          if (answer?.kind !== 'plan') return ask.reply({ reject: true })
          return ask.reply(answer.changes === null ? { approve: true } : { changes: answer.changes })
        },
      }
    }
    case 'form': {
      const { message } = ask
      const fields = structuredClone(ask.fields)
      return {
        content: { kind: 'form', message, fields },
        title: shorten(message || 'Form'),
        check: (answer) => (answer.kind === 'form' ? checkValues(fields, answer.values) : wrongKind()),
        reply: async (answer) =>
          ask.reply(answer?.kind === 'form' ? { values: structuredClone(answer.values) } : { reject: true }),
      }
    }
    case 'unknown': {
      const { source, detail } = ask
      return {
        content: { kind: 'unknown', source, detail },
        title: shorten(`Unknown request: ${source}`),
        check: wrongKind,
        reply: async () => ask.reply({ reject: true }),
      }
    }
  }
}
