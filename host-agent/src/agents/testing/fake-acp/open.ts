import { noClientSide, readRecord } from '../../acp/probe.ts'
import type { Channel } from '../../acp/process.ts'
import { AcpSession } from '../../acp/session.ts'
import { NO_QUIRKS, type Quirks } from '../../acp/spec.ts'
import { type Fake, type PromptContext, type Script, startFake } from './fake.ts'

const sessions: AcpSession[] = []

/** Ends what `open` has opened. */
export async function closeSessions(): Promise<void> {
  await Promise.all(sessions.splice(0).map((session) => session.close()))
}

/** A session of a scripted agent. */
export async function open(
  script: Script,
  more: { quirks?: Quirks; resume?: string; family?: Channel['family'] } = {},
): Promise<{ session: AcpSession; fake: Fake }> {
  const quirks = more.quirks ?? NO_QUIRKS
  const spec = { id: 'fake', label: 'Fake', command: 'fake', args: [], env: {}, quirks }
  const fake = startFake(script)
  const session = await AcpSession.open(
    {
      spec,
      cwd: '/repo',
      environment: {},
      clientSide: noClientSide,
      channel: { ...fake.channel, family: more.family ?? null },
      readRecord: async (id) =>
        (await readRecord(startFake(script).channel, spec, { id, cwd: '/repo' })).replay,
    },
    more.resume,
  )
  sessions.push(session)
  return { session, fake }
}

/** What an agent says that asks for a permission. */
export const permission = (
  options: { optionId: string; kind: string }[],
  call: Record<string, unknown> = {},
) => ({
  toolCall: { toolCallId: 'c1', title: 'ls', kind: 'execute', rawInput: { command: 'ls' }, ...call },
  options: options.map((option) => ({ ...option, name: option.optionId })),
})

/** One option of each kind. */
export const BOTH = [
  { optionId: 'always', kind: 'allow_always' },
  { optionId: 'once', kind: 'allow_once' },
  { optionId: 'never', kind: 'reject_always' },
  { optionId: 'no', kind: 'reject_once' },
]

export const ask = (context: PromptContext, params: Record<string, unknown>) =>
  context.ask('session/request_permission', params)

export const until = (signal: AbortSignal) =>
  new Promise((resolve) => signal.addEventListener('abort', resolve))
