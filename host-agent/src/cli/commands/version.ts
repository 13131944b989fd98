import type { Command } from 'commander'
import { VERSION } from '../../version.ts'
import { runCommand } from '../context.ts'

/** `hearth version` */
export const addVersion = (program: Command): void => {
  program
    .command('version')
    .description('the version of this command')
    .action((_options: unknown, command: Command) =>
      runCommand(command, async ({ out }) => {
        out.value({ version: VERSION, node: process.version })
        out.line(`hearth ${VERSION}, Node ${process.version}`)
        return 0
      }),
    )
}
