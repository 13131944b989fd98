import { readdirSync, readFileSync } from 'node:fs'
import { startScriptedModel } from '../../../demo/model/index.ts'
import { REAL_AGENTS } from './index.ts'
import { installed } from './installed.ts'
import type { Recipe } from './recipe.ts'
import { Stage } from './stage.ts'

/** One cold start of an agent: ms for each step, and resident memory of its whole process group in MB. */
type Figures = Record<'init' | 'new' | 'turn1' | 'turn2' | 'cancel' | 'rss' | 'processes', number>

async function measure(recipe: Recipe): Promise<Figures> {
  const model = await startScriptedModel()
  const stage = new Stage(recipe, model)
  const timed = async (work: () => Promise<unknown>) => {
    const start = performance.now()
    await work()
    return Math.round(performance.now() - start)
  }
  try {
    const init = await timed(() => stage.initialize())
    const fresh = await timed(() => stage.open())
    const turn1 = await timed(() => stage.prompt('[[text n=3]]'))
    const turn2 = await timed(() => stage.prompt('[[text n=3]] again'))
    const { done } = stage.begin('[[slow n=200 delay=30]]')
    await stage.update((update) => JSON.stringify(update).includes('w2'), stage.peer.lines.length)
    const cancel = await timed(() => {
      stage.cancel()
      return done
    })
    return { init, new: fresh, turn1, turn2, cancel, ...memory(stage.peer.pid) }
  } finally {
    await stage.peer.kill()
    await model.close()
    stage.remove()
  }
}

const PAGE_MB = 4096 / 1024 / 1024

function memory(group: number): { rss: number; processes: number } {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const own = pids.flatMap((pid) => {
    const stat = readOr(`/proc/${pid}/stat`)
    // The name in brackets may hold spaces: the fields after it are state, parent and group.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return Number(fields[2]) === group
      ? [Number(readOr(`/proc/${pid}/statm`).split(' ')[1] ?? 0) * PAGE_MB]
      : []
  })
  return { rss: Math.round(own.reduce((sum, mb) => sum + mb, 0)), processes: own.length }
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const [agents = '', runs = '3'] = process.argv.slice(2)
for (const recipe of Object.values(REAL_AGENTS)) {
  if ((agents !== '' && !agents.split(',').includes(recipe.id)) || installed(recipe.id) === null) continue
  const all: Figures[] = []
  for (let run = 0; run < Number(runs); run++) all.push(await measure(recipe))
  const keys = ['init', 'new', 'turn1', 'turn2', 'cancel', 'rss', 'processes'] as const
  const cells = keys.map((key) => `${key} ${median(all.map((figures) => figures[key]))}`)
  process.stdout.write(`${recipe.id}: ${cells.join(', ')}\n`)
}
