import { HearthError, SessionSummary } from '@hearth/shared/protocol'
import type { Command } from 'commander'
import * as v from 'valibot'
import { runCommand, withControl } from '../context.ts'
import { Exit } from '../exit.ts'
import { deviceOf, devicesOf } from './devices.ts'

const simple = (
  program: Command,
  { name, about, said }: { name: string; about: string; said: string },
): Command =>
  program
    .command(name)
    .description(about)
    .action((_options: unknown, command: Command) =>
      runCommand(command, async (context) => {
        await withControl(context, (control) => control.call(name))
        context.out.value({ done: name })
        context.out.line(said)
        return Exit.ok
      }),
    )

/** `hearth pause`, `resume`, `panic`, `let-in`, `release` */
export const addBrakes = (program: Command): void => {
  simple(program, {
    name: 'pause',
    about: 'allow nothing and begin no turn, on any device, until `hearth resume`; denying still works',
    said: 'Paused: nothing is allowed and no turn begins. Go on with: hearth resume',
  })
  simple(program, {
    name: 'resume',
    about: 'let things go on after a pause',
    said: 'Agents may ask again, and turns begin.',
  })
  simple(program, {
    name: 'panic',
    about: 'deny all that waits, stop every turn, pause, and shut every device out',
    said: 'Everything is denied and stopped, and no device gets in. Then: hearth let-in, hearth resume',
  })
  program
    .command('let-in')
    .description('let a device in again that a panic has shut out; all of them without a name')
    .argument('[device]', 'id, beginning of an id, or name')
    .addHelpText('after', '\nExamples:\n  hearth let-in\n  hearth let-in phone')
    .action((which: string | undefined, _options: unknown, command: Command) =>
      runCommand(command, async (context) => {
        const device = await withControl(context, async (control) => {
          const id = which === undefined ? null : deviceOf(await devicesOf(control), which)
          await control.call('let-in', { device: id })
          return id
        })
        context.out.value({ letIn: device })
        context.out.line(device === null ? 'Every device may connect again.' : 'It may connect again.')
        return Exit.ok
      }),
    )
  program
    .command('release')
    .description('let a session go on that was held because its agent asked or was denied too often')
    .argument('<session>', 'id or the beginning of one')
    .addHelpText('after', '\nExample:\n  hearth release 3f2a')
    .action((which: string, _options: unknown, command: Command) =>
      runCommand(command, async (context) => {
        const session = await withControl(context, async (control) => {
          const all = v.parse(v.array(SessionSummary), await control.call('sessions'))
          const [only, another] = all.filter(({ id }) => id.startsWith(which.toLowerCase()))
          if (only === undefined) throw new HearthError('host.unknown_session')
          if (another !== undefined)
            throw new HearthError('input.invalid', `More than one session begins with ${which}`)
          await control.call('release', { session: only.id })
          return only.id
        })
        context.out.value({ released: session })
        context.out.line('The session goes on.')
        return Exit.ok
      }),
    )
}
