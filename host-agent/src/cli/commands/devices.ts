import { DeviceRecord, HearthError, Right } from '@hearth/shared/protocol'
import { type Command, InvalidArgumentError } from 'commander'
import * as v from 'valibot'
import type { ControlClient } from '../../control/client.ts'
import { runCommand, wholeNumber, withControl } from '../context.ts'
import { Exit } from '../exit.ts'
import { ago, table } from '../format/table.ts'

const Device = v.object({
  ...DeviceRecord.entries,
  connected: v.boolean(),
  lastSeen: v.number(),
  platform: v.string(),
})

/** The device that `text` names: its id, the beginning of that, or its name. @throws {HearthError} `input.invalid` */
export const deviceOf = (devices: readonly { id: string; name: string }[], text: string): string => {
  const fitting = devices.filter(({ id, name }) => id.startsWith(text.toLowerCase()) || name === text)
  const [only, another] = fitting
  if (only !== undefined && another === undefined) return only.id
  throw new HearthError(
    'input.invalid',
    only === undefined ? `There is no device ${text}` : `More than one device fits ${text}; use its id`,
  )
}

/** The paired devices. @throws {HearthError} `control.*` */
export const devicesOf = async (control: ControlClient): Promise<v.InferOutput<typeof Device>[]> =>
  v.parse(v.array(Device), await control.call('devices'))

const rightsOf = (text: string): Right[] => {
  const read = v.safeParse(v.array(Right), text.split(',').filter(Boolean))
  if (!read.success) throw new InvalidArgumentError('Rights are read, prompt, decide and admin, with commas.')
  return read.output
}

/** `hearth devices`, `devices limit` and `revoke` */
export const addDevices = (program: Command): void => {
  const devices = program
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
  devices
    .command('limit')
    .description('let a device do less; more takes pairing it again')
    .argument('<device>', 'id, beginning of an id, or name')
    .option('--risk <n>', 'the gravest class that it may allow, 1 to 4', wholeNumber)
    .option('--rights <rights>', 'what it keeps of read, prompt, decide, admin; with commas', rightsOf)
    .addHelpText(
      'after',
      '\nExamples:\n  hearth devices limit phone --risk 2\n  hearth devices limit tablet --rights read',
    )
    .action((which: string, options: { risk?: number; rights?: Right[] }, command: Command) =>
      runCommand(command, async (context) => {
        if (options.risk === undefined && options.rights === undefined)
          throw new HearthError('input.invalid', 'Say --risk, --rights or both')
        const limited = await withControl(context, async (control) => {
          const all = await devicesOf(control)
          const id = deviceOf(all, which)
          const device = all.find((each) => each.id === id)
          const rights = options.rights ?? device?.rights
          return control.call('devices.limit', {
            device: id,
            rights,
            riskMax: options.risk ?? device?.riskMax,
          })
        })
        const { name, rights, riskMax } = v.parse(v.looseObject(DeviceRecord.entries), limited)
        context.out.value(limited)
        context.out.line(table([[name, `${rights.join(',') || 'nothing'} up to risk ${riskMax}`]]))
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
          return control.call('revoke', { device: deviceOf(await devicesOf(control), which) })
        })
        const { id, name } = v.parse(v.object({ id: v.string(), name: v.string() }), removed)
        context.out.value({ revoked: id, name })
        context.out.line(table([['Revoked', name, id]]))
        return Exit.ok
      }),
    )
}
