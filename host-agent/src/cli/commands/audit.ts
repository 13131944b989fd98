import { join } from 'node:path'
import { toHex } from '@hearth/shared/crypto'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import { HearthError } from '@hearth/shared/protocol'
import type { Command } from 'commander'
import { AUDIT_HEAD_FILE } from '../../audit/archive.ts'
import { exportAudit, verifyExport } from '../../audit/export.ts'
import { verifyHome } from '../../audit/home.ts'
import { MAX_AUDIT_LINE } from '../../audit/limits.ts'
import type { Verdict } from '../../audit/verify.ts'
import { openHostKeys } from '../../identity/keys.ts'
import { readPrivateFile } from '../../identity/private-file.ts'
import { entries, followEntries } from '../audit/entries.ts'
import { pointInTime } from '../audit/since.ts'
import { Story, type Told } from '../audit/story.ts'
import { runCommand } from '../context.ts'
import { Exit } from '../exit.ts'
import { safeLine } from '../format/escape.ts'
import type { Output } from '../output.ts'

const provider = createNodeProvider()

const identityOf = async (home: string) => (await openHostKeys(provider, home, true)).identity

const report = (out: Output, { from, to, decisions, bad }: Verdict, host: string): number => {
  out.value({ good: bad === null, host, from, to, decisions, bad })
  if (bad !== null) {
    out.line(`BAD: entry ${bad.entry} ${bad.why}.`)
    out.line('Entries before it are as the host wrote them. See docs/security.md, "The record".')
    return Exit.attention
  }
  out.line(
    to < from
      ? 'Good: nothing is recorded yet.'
      : `Good: entries ${from} to ${to}, signed by host ${host}; ${decisions} decision${decisions === 1 ? '' : 's'} with the signature of the device.`,
  )
  if (from > 1 && to >= from) out.line(`Entries 1 to ${from - 1} are no longer kept here.`)
  return Exit.ok
}

/** A line for people. */
export const toldText = ({ line, text }: Told): string =>
  `${String(line.i).padStart(6)}  ${new Date(line.t).toISOString().slice(0, 19).replace('T', ' ')}  ${safeLine(text)}`

interface ListOptions {
  session?: string
  since?: number
  device?: string
  follow?: boolean
}

const fits =
  ({ session, since, device }: ListOptions, story: Story) =>
  (told: Told): boolean =>
    (session === undefined || told.session?.startsWith(session.toLowerCase()) === true) &&
    (since === undefined || told.line.t >= since) &&
    (device === undefined ||
      (told.device !== null &&
        (told.device.startsWith(device.toLowerCase()) ||
          story.device(told.device).startsWith(`${device} (`))))

/** `hearth audit verify`, `list`, `export`: they read the files, and need no host agent. */
export const addAudit = (program: Command): void => {
  const audit = program.command('audit').description('the record of what was asked, decided and changed')
  audit
    .command('verify')
    .description('check the record: its chain, its head, and each decision’s signature; needs no host agent')
    .argument('[file]', 'what `hearth audit export` wrote; this host’s own record by default')
    .addHelpText('after', '\nExamples:\n  hearth audit verify\n  hearth audit verify record.jsonl --json')
    .action((file: string | undefined, _options: unknown, command: Command) =>
      runCommand(command, async ({ home, out }) => {
        if (file === undefined) {
          const host = await identityOf(home)
          const { verdict } = await verifyHome(provider, host, home)
          return report(out, verdict, toHex(host.id))
        }
        const { verdict, host } = await verifyExport(provider, file)
        return report(out, verdict, host)
      }),
    )
  audit
    .command('list')
    .description('the record in words, oldest first')
    .option('--session <session>', 'only what is about this session: id or the beginning of one')
    .option('--device <device>', 'only what this device did: its name, id or the beginning of that')
    .option('--since <time>', 'only from then on: 30m, 2h, 7d, or a date', (text) => pointInTime(text))
    .option('-f, --follow', 'go on until interrupted')
    .addHelpText(
      'after',
      '\nExamples:\n  hearth audit list --since 2h\n  hearth audit list --device phone --follow',
    )
    .action((options: ListOptions, command: Command) =>
      runCommand(command, async ({ home, out, signal }) => {
        const story = new Story()
        const isMeant = fits(options, story)
        let last = 0
        const show = (line: Told['line']) => {
          last = line.i
          const told = story.take(line)
          if (!isMeant(told)) return
          out.value(line)
          out.line(toldText(told))
        }
        for (const line of entries(home)) show(line)
        if (options.follow) await followEntries(home, last, show, signal)
        return Exit.ok
      }),
    )
  audit
    .command('export')
    .description('write the record to standard output as JSON lines, its signed head last')
    .addHelpText('after', '\nExample:\n  hearth audit export > record.jsonl')
    .action((_options: unknown, command: Command) =>
      runCommand(command, async ({ home }) => {
        const host = await identityOf(home)
        const head = readPrivateFile(join(home, AUDIT_HEAD_FILE), MAX_AUDIT_LINE)
        if (head === null) throw new HearthError('input.invalid', `There is no record in ${home} yet`)
        // The same lines with --json and without: they are what was signed.
        for (const text of exportAudit(home, host, head)) await write(`${text}\n`)
        return Exit.ok
      }),
    )
}

const write = (text: string): Promise<void> =>
  new Promise((resolve) => {
    if (process.stdout.write(text)) resolve()
    else process.stdout.once('drain', resolve)
  })
