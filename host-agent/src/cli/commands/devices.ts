import { DeviceRecord, HearthError } from '@hearth/shared/protocol'
import type { Command } from 'commander'
import * as v from 'valibot'
import { runCommand, withControl } from '../context.ts'
import { Exit } from '../exit.ts'
import { ago, table } from '../format/table.ts'

const Device = v.object({
  ...DeviceRecord.entries,
  connected: v.boolean(),
  lastSeen: v.number(),
  platform: v.string(),
})

/** The device that `text` names: its id, the beginning of that, or its name. @throws {HearthError} `input.invalid` */
const deviceOf = (devices: readonly { id: string; name: string }[], text: string): string => {
  const fitting = devices.filter(({ id, name }) => id.startsWith(text.toLowerCase()) || name === text)
  const [only, another] = fitting
  if (only !== undefined && another === undefined) return only.id
  throw new HearthError(
    'input.invalid',
    only === undefined ? `There is no device ${text}` : `More than one device fits ${text}; use its id`,
  )
}

/** `hearth devices` and `hearth revoke` */
export const addDevices = (program: Command): void => {
  program
    .command('devices')
    .description('the paired devices')
    .action((_options: unknown, command: Command) =>
      runCommand(command, async (context) => {
        const answer = await withControl(context, (control) => control.call('devices'))
        const devices = v.parse(v.array(Device), answer)
        for (const device of answer as unknown[]) context.out.value(device)
        const rows = devices.map(({ id, name, platform, rights, riskMax, connected, lastSeen }) => [
          id.slice(0, 8),
          name,
          platform,
          connected ? 'connected' : `seen ${ago(lastSeen, Date.now())}`,
          `${rights.join(',')} up to risk ${riskMax}`,
        ])
        context.out.line(rows.length === 0 ? 'No device yet; add one with: hearth pair' : table(rows))
        return Exit.ok
      }),
    )
  program
    .command('revoke')
    .description('forget a device; it is cut at once')
    .argument('<device>', 'id, beginning of an id, or name')
    .action((which: string, _options: unknown, command: Command) =>
      runCommand(command, async (context) => {
        const removed = await withControl(context, async (control) => {
          const devices = v.parse(v.array(Device), await control.call('devices'))
          return control.call('revoke', { device: deviceOf(devices, which) })
        })
        const { id, name } = v.parse(v.object({ id: v.string(), name: v.string() }), removed)
        context.out.value({ revoked: id, name })
        context.out.line(table([['Revoked', name, id]]))
        return Exit.ok
      }),
    )
}
