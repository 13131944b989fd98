import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ScriptedModel, startScriptedModel } from '../../../demo/model/index.ts'
import { REAL_AGENTS } from './index.ts'
import { installed, REPOSITORY } from './installed.ts'
import { LIVES, OPTIONS } from './life.ts'
import type { RealAgentId } from './recipe.ts'
import { applies, SCENARIOS, type Scenario } from './scenarios.ts'
import { scrub } from './scrub.ts'
import { CAPABILITIES, Stage } from './stage.ts'

/** What an agent may offer to do through the client, tried apart from all else. */
const WITH_FILES = { fs: { readTextFile: true, writeTextFile: true }, terminal: true }

const say = (line: string) => process.stdout.write(`${line}\n`)

class Recording {
  private readonly folder: string
  private readonly only: readonly string[]
  readonly stage: Stage

  constructor(id: RealAgentId, model: ScriptedModel, only: readonly string[]) {
    this.stage = new Stage(REAL_AGENTS[id], model)
    this.only = only
    this.folder = join(REPOSITORY, 'host-agent/src/agents/acp/recordings', id)
    mkdirSync(this.folder, { recursive: true })
  }

  wants(name: string): boolean {
    return this.only.length === 0 || this.only.includes(name)
  }

  /** Plays a scenario and keeps what was said, a failure's too: an agent that never answers is worth knowing. */
  async play({ name, run }: Scenario): Promise<void> {
    if (!this.wants(name)) return
    const { stage } = this
    stage.begins()
    let failure = ''
    await run(stage).catch((error: unknown) => {
      failure = ` FAILED: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`
    })
    this.keep(name)
    say(`  ${name}${failure}`)
    if (failure !== '') await this.restart()
  }

  keep(name: string): void {
    const { stage } = this
    const text = scrub(stage.taken(), { ...stage, modelUrl: stage.model.url })
    writeFileSync(join(this.folder, `${name}.jsonl`), text)
  }

  async restart(capabilities: Record<string, unknown> = {}): Promise<void> {
    await this.stage.peer.kill()
    this.stage.start()
    await this.stage.initialize(capabilities)
  }
}

async function record(id: RealAgentId, only: readonly string[]): Promise<void> {
  const model = await startScriptedModel()
  const recording = new Recording(id, model, only)
  const { stage } = recording
  try {
    await stage.initialize()
    await stage.open()
    await stage.peer.quiet()
    if (recording.wants('start')) recording.keep('start')
    for (const scenario of SCENARIOS.filter((s) => recording.wants(s.name) && applies(s, stage.recipe))) {
      await stage.open()
      await stage.peer.quiet()
      await recording.play(scenario)
    }
    await recording.play(OPTIONS)
    await recordLives(recording)
    if (recording.wants('client-files')) await recordFiles(recording)
    say(`  ends at the end of its input: ${await stage.peer.close()}`)
  } finally {
    await stage.peer.kill()
    await model.close()
    stage.remove()
  }
}

async function recordLives(recording: Recording): Promise<void> {
  const { stage } = recording
  if (!LIVES.some(({ name }) => recording.wants(name))) return
  await stage.open()
  await stage.promptAnswering(
    '[[reason n=1]] [[bash cmd="echo kept > kept.txt" esc=1]] [[text n=2]] remember',
    'allow_once',
  )
  await stage.peer.quiet()
  for (const scenario of LIVES) {
    if (['load', 'resume', 'load-missing'].includes(scenario.name)) await recording.restart()
    await recording.play(scenario)
  }
}

/** The same three tools with the client's own files and terminals on offer. */
async function recordFiles(recording: Recording): Promise<void> {
  const { stage } = recording
  await recording.restart({
    ...CAPABILITIES,
    ...WITH_FILES,
    _meta: { ...CAPABILITIES._meta, terminal_output: true },
  })
  await stage.open()
  await stage.peer.quiet()
  await recording.play({
    name: 'client-files',
    async run() {
      await stage.promptAnswering('[[read path=hello.txt]] [[text n=1]]', 'allow_once')
      await stage.promptAnswering(
        '[[write path=mine.txt content="by the client\\n"]] [[text n=1]]',
        'allow_once',
      )
      await stage.promptAnswering('[[bash cmd="echo one; echo two" esc=1]] [[text n=1]]', 'allow_once')
      await stage.peer.quiet()
    },
  })
}

const [agents = '', scenarios = ''] = process.argv.slice(2)
const ids = agents === '' ? Object.keys(REAL_AGENTS) : agents.split(',')
for (const id of ids) {
  const known = Object.values(REAL_AGENTS).find((recipe) => recipe.id === id)?.id
  if (known === undefined) throw new Error(`no agent ${id}; there are ${Object.keys(REAL_AGENTS).join(', ')}`)
  if (installed(known) === null) say(`SKIPPED ${id}: not installed`)
  else {
    say(id)
    await record(known, scenarios === '' ? [] : scenarios.split(','))
  }
}
