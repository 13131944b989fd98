import type { Command } from 'commander'
import { runCommand } from '../context.ts'
import { checkHost, checkRelay } from '../doctor/connections.ts'
import { checkConfig, checkDatabase, checkDisk, checkHome, checkKeys } from '../doctor/files.ts'
import { checkAgents, checkGit, checkNode } from '../doctor/programs.ts'
import { Exit } from '../exit.ts'
import { safeLine } from '../format/escape.ts'
import { type Config, readConfig } from '../up/config.ts'

const MARK = { ok: 'ok     ', note: 'note   ', problem: 'PROBLEM' }

/** `hearth doctor` */
export const addDoctor = (program: Command): void => {
  program
    .command('doctor')
    .description('look for what could be wrong, and say what to do; changes nothing')
    .action((_options: unknown, command: Command) =>
      runCommand(command, async ({ home, out }) => {
        const findings = [
          checkNode(),
          await checkGit(process.env),
          ...(await checkAgents(home, process.env, agentsOf(home))),
          checkHome(home),
          await checkKeys(home),
          checkConfig(home),
          checkDatabase(home),
          checkDisk(home),
          await checkRelay(home),
          ...(await checkHost(home)),
        ]
        for (const finding of findings) {
          out.value(finding)
          out.line(`${MARK[finding.state]} ${finding.check}: ${safeLine(finding.text)}`)
          if (finding.fix !== '') out.line(`          ${safeLine(finding.fix)}`)
        }
        return findings.some(({ state }) => state === 'problem') ? Exit.attention : Exit.ok
      }),
    )
}

/** Agents' settings; a configuration that can't be read is a finding of its own. */
const agentsOf = (home: string): Config['agents'] => {
  try {
    return readConfig(home).agents
  } catch {
    return undefined
  }
}
