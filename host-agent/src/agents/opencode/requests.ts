import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import * as v from 'valibot'
import type { ReplyResult } from '../driver.ts'
import { call, Refused } from './api.ts'
import type { Replies } from './pending.ts'
import type { Where } from './record.ts'
import { type Payload, PermissionAsked, QuestionAsked } from './wire.ts'

/** Replies through the running server's client. opencode finds a request by its directory; one that it no longer has is `gone`. */
export function repliesTo(running: () => Promise<OpencodeClient>, home: string): Replies {
  return {
    permission: (id, directory, decision) =>
      replied(async (options) => {
        const client = await running()
        const where = { requestID: id, directory: directory ?? home }
        if (decision.allow) return client.permission.reply({ ...where, reply: 'once' }, options)
        const message = decision.reason === undefined ? {} : { message: decision.reason }
        return client.permission.reply({ ...where, reply: 'reject', ...message }, options)
      }),
    question: (id, directory, answers) =>
      replied(async (options) => {
        const client = await running()
        const where = { requestID: id, directory: directory ?? home }
        return answers === null
          ? client.question.reject(where, options)
          : client.question.reply({ ...where, answers }, options)
      }),
  }
}

type Send = Parameters<typeof call<unknown>>[1]

async function replied(send: Send): Promise<ReplyResult> {
  try {
    await call('take a reply', send)
    return 'applied'
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return 'gone'
    throw error
  }
}

type Asked = Extract<Payload, { type: 'permission.asked' | 'question.asked' }>

/** What opencode waits for in a directory, as the events that told of it. */
export async function pendingRequests(client: OpencodeClient, directory: string): Promise<Asked[]> {
  const permissions = await call('list its requests', (o) => client.permission.list({ directory }, o))
  const questions = await call('list its questions', (o) => client.question.list({ directory }, o))
  return [
    ...known(PermissionAsked, permissions).map((p): Asked => ({ type: 'permission.asked', properties: p })),
    ...known(QuestionAsked, questions).map((q): Asked => ({ type: 'question.asked', properties: q })),
  ]
}

function known<S extends v.GenericSchema>(schema: S, values: unknown): v.InferOutput<S>[] {
  return (Array.isArray(values) ? values : []).flatMap((value: unknown) => {
    const parsed = v.safeParse(schema, value)
    return parsed.success ? [parsed.output] : []
  })
}

/** Whether opencode works in a session; its status lists only those that are not idle. */
export async function isBusy(client: OpencodeClient, where: Where, ms?: number): Promise<boolean> {
  const { directory } = where
  const data = await call('tell its status', (o) => client.session.status({ directory }, o), ms)
  return data !== undefined && (data[where.sessionID]?.type ?? 'idle') !== 'idle'
}
