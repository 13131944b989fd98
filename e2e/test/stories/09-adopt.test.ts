import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { opencodeProgram } from '../../src/world/programs.ts'
import { useWorld } from '../use-world.ts'

const world = useWorld()

it('a session made with opencode’s own command line is listed, adopted with its history, continued', async () => {
  const program = opencodeProgram()
  if (program === null) throw new Error('the opencode of the installation is missing')
  const { repository, env } = world()
  const running = promisify(execFile)(program, ['run', 'made-by-hand [[text n=4]]'], {
    cwd: repository,
    env,
  })
  running.child.stdin?.end()
  await running

  const alice = await world().device('alice')
  const [project] = alice.link.overview.value.projects
  const of = { project: project?.id ?? '', agent: 'opencode' }
  const { sessions } = await alice.link.call('list-foreign', of, 60_000)
  expect(sessions).toMatchObject([{ adopted: null }])
  const foreign = sessions[0]?.id ?? ''
  const wish = alice.link.newId()
  const { session } = await alice.link.call('adopt-session', { ...of, session: wish, foreign }, 60_000)

  const transcript = alice.follow(session)
  const old = await transcript.reaches(1, ['completed'])
  expect([old.prompt.by, transcript.answer(1)]).toEqual([null, 'w0 w1 w2 w3 '])
  const asked = world().model.entries.length
  const next = await alice.prompt(session, 'continued [[text say="and from afar"]]')
  await transcript.reaches(next, ['completed'])
  expect(transcript.answer(next)).toBe('and from afar')
  // The agent remembers: the model got the old prompt and answer along with the new prompt.
  const entry = world()
    .model.entries.slice(asked)
    .find(({ prompt }) => prompt.includes('continued'))
  expect(entry?.items).toBeGreaterThanOrEqual(4)
  const again = await alice.link.call('list-foreign', of, 60_000)
  expect(again.sessions).toMatchObject([{ id: foreign, adopted: session }])
})
