import type { Command } from 'commander'
import { runCommand } from '../context.ts'
import { Exit } from '../exit.ts'
import { safeLine } from '../format/escape.ts'

const MARK = { ok: 'ok     ', note: 'note   ', problem: 'PROBLEM' }

/** `hearth doctor` */
export const addDoctor = (program: Command): void => {
  program
    .command('doctor')
    .description('look for what could be wrong, and say what to do; changes nothing')
    .action((_options: unknown, command: Command) =>
      runCommand(command, async ({ home, out }) => {
        // Loaded when it runs: other commands do without the agents' drivers.
        const { examine } = await import('../doctor/examine.ts')
        const findings = await examine(home, process.env)
        for (const finding of findings) {
          out.value(finding)
          out.line(`${MARK[finding.state]} ${finding.check}: ${safeLine(finding.text)}`)
          if (finding.fix !== '') out.line(`          ${safeLine(finding.fix)}`)
        }
        return findings.some(({ state }) => state === 'problem') ? Exit.attention : Exit.ok
      }),
    )
}
