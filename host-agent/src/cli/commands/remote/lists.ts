import type { Link } from '@hearth/shared/link'
import type { Command } from 'commander'
import { ago, table } from '../../format/table.ts'
import { MEASURE_MS } from '../../limits.ts'
import { live, runLinked, runRemote } from './common.ts'

const milliseconds = (value: number | null): string => (value === null ? '' : `${Math.round(value)} ms`)

/** Waits a moment for the round trips to be measured. */
const measured = (link: Link): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      stop()
      resolve()
    }
    const timer = setTimeout(end, MEASURE_MS)
    const stop = link.onStatus(({ relay, host }) => {
      if (relay.latency !== null && host.latency !== null) end()
    })
  })

/** `hearth remote hosts`, `status`, `sessions`, `projects` */
export const addLists = (remote: Command): void => {
  remote
    .command('hosts')
    .description('list the hosts that this device is paired with')
    .action((_options: unknown, command: Command) =>
      runRemote(command, async ({ out }, device) => {
        const hosts = device.hosts()
        for (const { host, relay, expiresAt } of hosts) out.value({ ...host, relay, expiresAt })
        out.line(
          hosts.length === 0
            ? 'No host yet.'
            : table(hosts.map(({ host, relay }) => [host.name, host.id, relay])),
        )
        return 0
      }),
    )
  remote
    .command('status')
    .description('how things stand: relay, host, agents')
    .action((_options: unknown, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        await live(link)
          .then(() => measured(link))
          .catch(() => undefined)
        const { connection, error, relay, host, agents } = link.status()
        const why = error === null ? null : { code: error.code, message: error.message }
        out.value({ connection, error: why, relay, host, agents, outbox: link.outbox.value.length })
        const legs = [
          ['relay', relay.state, milliseconds(relay.latency)],
          ['host', host.state, milliseconds(host.latency)],
          ...agents.map(({ id, state, error }) => [id, state, error?.message ?? '']),
        ]
        out.line(table(legs))
        if (why !== null) out.line(`${connection}: ${why.message}`)
        if (link.outbox.value.length > 0) out.line(`${link.outbox.value.length} prompt(s) wait to be sent`)
        return connection === 'live' ? 0 : 3
      }),
    )
  remote
    .command('projects')
    .description('list the projects of the host')
    .action((_options: unknown, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        await live(link)
        const { projects } = link.overview.value
        for (const project of projects) out.value(project)
        out.line(
          projects.length === 0
            ? 'No project yet; at the host: hearth projects add DIR'
            : table(projects.map(({ id, name, path }) => [id, name, path])),
        )
        return 0
      }),
    )
  remote
    .command('sessions')
    .description('list the sessions of the host, newest first')
    .action((_options: unknown, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        await live(link)
        const { sessions } = link.overview.value
        for (const session of sessions) out.value(session)
        const rows = sessions.map((each) => [
          each.id.slice(0, 8),
          each.state ?? 'new',
          each.waiting > 0 ? `${each.waiting} waiting` : '',
          each.agent,
          ago(each.updatedAt, Date.now()),
          each.title,
        ])
        out.line(rows.length === 0 ? 'No session yet; make one with: hearth remote new' : table(rows))
        return 0
      }),
    )
}
