import type { Command } from 'commander'
import { safeLine } from '../../format/escape.ts'
import { readAll } from '../../stdin.ts'
import { runRemote } from './common.ts'

/** `hearth remote pair` */
export const addPair = (remote: Command): void => {
  remote
    .command('pair')
    .description('pair this device with the host of a pairing link')
    .argument('<link>', 'the link, or - to read it from standard input (other users can see arguments)')
    .addHelpText('after', '\nExample:\n  hearth remote --device phone pair - < link.txt')
    .action((link: string, _options: unknown, command: Command) =>
      runRemote(command, async ({ out, signal }, device) => {
        if (link !== '-')
          out.note('hearth: a link in an argument can be seen by other users of this machine; prefer: pair -')
        const text = link === '-' ? await readAll() : link
        const showSas = (sas: string) => {
          out.value({ step: 'sas', sas })
          out.line(
            `This device shows ${sas.slice(0, 3)} ${sas.slice(3)}. Compare it at the host, and confirm there.`,
          )
        }
        const paired = await device.pair(text, showSas, signal)
        out.value({ step: 'paired', host: paired.host, device: paired.device, relay: paired.relay })
        out.line(
          `Paired with ${safeLine(paired.host.name)}; this device is called ${safeLine(paired.device.name)}.`,
        )
        return 0
      }),
    )
}
