import { Command } from 'commander'
import { VERSION } from '../version.ts'
import { addAgents } from './commands/agents/index.ts'
import { addApprove } from './commands/approve.ts'
import { addAudit } from './commands/audit.ts'
import { addBrakes } from './commands/brakes.ts'
import { addDevices } from './commands/devices.ts'
import { addDoctor } from './commands/doctor.ts'
import { addExport } from './commands/export.ts'
import { addLog } from './commands/log.ts'
import { addLogs } from './commands/logs.ts'
import { addPair } from './commands/pair.ts'
import { addPasskey } from './commands/passkey.ts'
import { addRemote } from './commands/remote/index.ts'
import { addRules } from './commands/rules.ts'
import { addSearch } from './commands/search.ts'
import { addStatus } from './commands/status.ts'
import { addUp } from './commands/up.ts'
import { addVersion } from './commands/version.ts'
import { addWork } from './commands/work.ts'
import { Exit } from './exit.ts'

const CODES = `
Exit codes: 0 ok, 1 failed, 2 usage, 3 unreachable, 4 refused, 5 needs attention.
HEARTH_HOME moves all files (default ~/.hearth).`

/** The command `hearth` with all of its commands. */
export const createProgram = (): Command => {
  const program = new Command('hearth')
    .description('Keep coding agents warm on this machine and steer them from paired devices.')
    .version(VERSION, '--version')
    .option('--json', 'one JSON value a line on standard output')
    .addHelpText('after', CODES)
    .showHelpAfterError('(add --help for help)')
    .exitOverride((error) => {
      process.exitCode = error.exitCode === 0 ? Exit.ok : Exit.usage
      throw error
    })
  addUp(program)
  addPair(program)
  addStatus(program)
  addAgents(program)
  addDevices(program)
  addPasskey(program)
  addWork(program)
  addApprove(program)
  addRules(program)
  addBrakes(program)
  addDoctor(program)
  addAudit(program)
  addLog(program)
  addLogs(program)
  addExport(program)
  addSearch(program)
  addVersion(program)
  addRemote(program)
  return program
}
