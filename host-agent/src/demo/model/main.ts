import { parseArgs } from 'node:util'
import { startScriptedModel } from './server.ts'

/**
 * The scripted model as a process of its own: prints one JSON line with its URL; ends on SIGTERM, SIGINT or,
 * with `--with-parent`, when its parent closes its standard input (so that a killed parent leaves nothing).
 */
const options = {
  port: { type: 'string', default: '0' },
  'with-parent': { type: 'boolean', default: false },
} as const
const { values } = parseArgs({ options })
const model = await startScriptedModel({ port: Number(values.port) })
process.stdout.write(`${JSON.stringify({ url: model.url, pid: process.pid })}\n`)

const stop = () => {
  void model.close().then(() => process.exit(0))
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
if (values['with-parent']) process.stdin.on('end', stop).resume()
