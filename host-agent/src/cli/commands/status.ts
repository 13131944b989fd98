import { Agent } from '@hearth/shared/protocol'
import type { Command } from 'commander'
import * as v from 'valibot'
import { runCommand, withControl } from '../context.ts'
import { Exit } from '../exit.ts'
import { ago, table } from '../format/table.ts'

const Status = v.object({
  id: v.string(),
  name: v.string(),
  version: v.string(),
  pid: v.number(),
  startedAt: v.number(),
  relays: v.array(
    v.object({
      origin: v.string(),
      names: v.array(v.string()),
      state: v.string(),
      error: v.nullable(v.object({ code: v.string(), message: v.string() })),
    }),
  ),
  present: v.array(v.object({ device: v.string() })),
  devices: v.number(),
  pending: v.number(),
  audit: v.nullable(v.string()),
  agents: v.array(Agent),
})

/** Those that are there or should be; `hearth agents` shows all. */
const isShown = ({ state, error }: Agent): boolean =>
  state !== 'disabled' && (state !== 'missing' || error !== null)

const agentRow = ({ id, state, error }: Agent): string[] => [
  `agent ${id}`,
  state,
  error === null || error.code === 'agent.config' ? '' : error.message,
]

/** `hearth status` and `hearth down` */
export const addStatus = (program: Command): void => {
  program
    .command('status')
    .description('how the host agent is: relays, devices, agents, what waits')
    .action((_options: unknown, command: Command) =>
      runCommand(command, async (context) => {
        const { out } = context
        const answer = await withControl(context, (control) => control.call('status'))
        out.value(answer)
        const status = v.parse(Status, answer)
        out.line(
          `${status.name} (${status.id.slice(0, 8)}), process ${status.pid}, started ${ago(status.startedAt, Date.now())}`,
        )
        out.line(
          table([
            ...status.relays.map(({ names, state, error }) => [
              `relay ${names.join(', ')}`,
              state,
              error?.message ?? '',
            ]),
            ['devices', `${status.devices} paired`, `${status.present.length} connected`],
            ...status.agents.filter(isShown).map(agentRow),
            ['requests', `${status.pending} waiting`, status.pending > 0 ? 'see: hearth requests' : ''],
          ]),
        )
        const config = status.agents.find(({ error }) => error?.code === 'agent.config')?.error ?? null
        if (config !== null) out.line(config.message)
        if (status.audit !== null) out.line(`audit: ${status.audit}`)
        const troubled =
          status.audit !== null ||
          status.relays.some(({ error }) => error !== null) ||
          config !== null ||
          status.agents.some(
            ({ state, error }) => error !== null && (state === 'error' || state === 'missing'),
          )
        return troubled ? Exit.attention : Exit.ok
      }),
    )
  program
    .command('down')
    .description('end the host agent; running turns are taken up again at its next start')
    .action((_options: unknown, command: Command) =>
      runCommand(command, async (context) => {
        await withControl(context, (control) => control.call('stop'))
        context.out.value({ stopped: true })
        context.out.line('The host agent ends.')
        return Exit.ok
      }),
    )
}
