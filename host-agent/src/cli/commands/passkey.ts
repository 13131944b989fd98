import { HearthError } from '@hearth/shared/protocol'
import type { Command } from 'commander'
import * as v from 'valibot'
import type { ControlClient } from '../../control/client.ts'
import { runCommand, withControl } from '../context.ts'
import { Exit } from '../exit.ts'
import { ago, table } from '../format/table.ts'
import { deviceOf, devicesOf } from './devices.ts'

const Kept = v.array(
  v.object({
    id: v.string(),
    device: v.string(),
    createdAt: v.number(),
    lastUsedAt: v.nullable(v.number()),
  }),
)
type Kept = v.InferOutput<typeof Kept>

const kept = async (control: ControlClient): Promise<Kept> =>
  v.parse(Kept, await control.call('passkeys', {}))

/** The passkey of a device that `text` begins; ids are as the browser made them. @throws {HearthError} `input.invalid` */
const passkeyOf = (all: Kept, device: string, text: string): string => {
  const fitting = all.filter((one) => one.device === device && one.id.startsWith(text))
  const [only, another] = fitting
  if (only !== undefined && another === undefined) return only.id
  throw new HearthError(
    'input.invalid',
    only === undefined
      ? `This device has no passkey ${text}`
      : `More than one passkey begins with ${text}; write more of it`,
  )
}

/** `hearth passkey`, `passkey list` and `passkey remove` */
export const addPasskey = (program: Command): void => {
  const passkey = program
    .command('passkey')
    .description('let a device register a passkey, for the next ten minutes')
    .argument('<device>', 'id, beginning of an id, or name')
    .addHelpText('after', '\nExamples:\n  hearth passkey phone\n  hearth passkey list')
    .action((which: string, _options: unknown, command: Command) =>
      runCommand(command, async (context) => {
        const answer = await withControl(context, async (control) =>
          control.call('passkey', { device: deviceOf(await devicesOf(control), which) }),
        )
        const { until } = v.parse(v.looseObject({ until: v.number() }), answer)
        context.out.value(answer)
        context.out.line(
          `Until ${new Date(until).toLocaleTimeString()} it may register one passkey: under Connections, “This device…”.`,
        )
        return Exit.ok
      }),
    )
  passkey
    .command('list')
    .description('the passkeys of all devices, or of one')
    .argument('[device]', 'id, beginning of an id, or name')
    .action((which: string | undefined, _options: unknown, command: Command) =>
      runCommand(command, async (context) => {
        const { devices, all } = await withControl(context, async (control) => ({
          devices: await devicesOf(control),
          all: await kept(control),
        }))
        const only = which === undefined ? null : deviceOf(devices, which)
        const shown = all.filter(({ device }) => only === null || device === only)
        for (const one of shown) context.out.value(one)
        const now = Date.now()
        const rows = shown.map(({ id, device, createdAt, lastUsedAt }) => [
          id.slice(0, 8),
          devices.find((one) => one.id === device)?.name ?? device.slice(0, 8),
          `registered ${ago(createdAt, now)}`,
          lastUsedAt === null ? 'never used' : `used ${ago(lastUsedAt, now)}`,
        ])
        context.out.line(
          rows.length === 0
            ? 'No passkey; let a device register one with: hearth passkey DEVICE'
            : table(rows),
        )
        return Exit.ok
      }),
    )
  passkey
    .command('remove')
    .description('forget a passkey; it decides nothing from now on')
    .argument('<device>', 'id, beginning of an id, or name')
    .argument('<passkey>', 'id, or beginning of an id')
    .addHelpText('after', '\nExample:\n  hearth passkey remove phone Xy12')
    .action((which: string, text: string, _options: unknown, command: Command) =>
      runCommand(command, async (context) => {
        const removed = await withControl(context, async (control) => {
          const device = deviceOf(await devicesOf(control), which)
          return control.call('passkey.remove', { device, id: passkeyOf(await kept(control), device, text) })
        })
        const { id } = v.parse(v.looseObject({ id: v.string() }), removed)
        context.out.value(removed)
        context.out.line(table([['Removed', id.slice(0, 8)]]))
        return Exit.ok
      }),
    )
}
