import { readFileSync, writeFileSync } from 'node:fs'
import { arch, cpus, platform } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { benches } from './benches.ts'
import { merged, type Row, summarise, table } from './row.ts'

const usage = `npm run bench [-- options] [NAME…]

Measures Hearth against a baseline in the same run, in interleaved rounds. Names: ${Object.keys(benches).join(', ')}.

  --rounds N   rounds per measurement (default 5)
  --json       one JSON object on standard output
  --write      put the table into docs/performance.md
  --help       this text`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const say = (text: string) => process.stderr.write(`${text}\n`)
const rounds = Number(values.rounds)
const unknown = positionals.filter((name) => !(name in benches))
if (values.help) process.stdout.write(`${usage}\n`)
else if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1 || rounds > 100) {
  say(unknown.length > 0 ? `No bench called ${unknown.join(', ')}.\n${usage}` : usage)
  process.exitCode = 2
} else {
  const rows: Row[] = []
  for (const [name, bench] of Object.entries(benches)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue
    say(`measuring ${name} (${rounds} rounds)…`)
    rows.push(...(await bench({ rounds, say })))
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${platform()} ${arch()}, Node ${process.version}`
  if (values.json)
    process.stdout.write(`${JSON.stringify({ machine, rows: rows.map(summarise) }, null, 2)}\n`)
  else process.stdout.write(`${machine}\n\n${table(rows)}\n`)
  if (values.write) write(machine, rows)
}

/** Puts the rows between the marks of docs/performance.md: a row of the same name is replaced, others stay. */
function write(machine: string, rows: readonly Row[]): void {
  const file = fileURLToPath(new URL('../../../docs/performance.md', import.meta.url))
  const begin = '<!-- figures -->'
  const end = '<!-- /figures -->'
  const text = readFileSync(file, 'utf8')
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no ${begin} … ${end}`)
  const figures = `${begin}\nMeasured on ${machine}.\n\n${merged(text.slice(from, to), table(rows))}\n`
  writeFileSync(file, text.slice(0, from) + figures + text.slice(to))
}
