import { expect } from 'vitest'
import type { Device } from '../src/world/device.ts'
import type { Transcript } from '../src/world/transcript.ts'

/** A session of an agent's own program after one device has taken it over. */
export interface Adopted {
  readonly session: string
  readonly foreign: string
  readonly transcript: Transcript
}

/**
 * One device takes over the only session that an agent has in the project and that was made without Hearth. It is
 * listed as free before and as taken after, another attempt is refused, and its history stands as `turns` turns that
 * no device sent.
 */
export const adoptOnly = async (device: Device, agent: string, turns: number): Promise<Adopted> => {
  const { link } = device
  const [project] = link.overview.value.projects
  const of = { project: project?.id ?? '', agent }
  const { sessions } = await link.call('list-foreign', of, 60_000)
  expect(sessions).toMatchObject([{ adopted: null }])
  const foreign = sessions[0]?.id ?? ''
  const { session } = await link.call('adopt-session', { ...of, session: link.newId(), foreign }, 60_000)

  const again = link.call('adopt-session', { ...of, session: link.newId(), foreign }, 60_000)
  await expect(again).rejects.toMatchObject({ code: 'host.already_adopted' })
  const listed = await link.call('list-foreign', of, 60_000)
  expect(listed.sessions).toMatchObject([{ id: foreign, adopted: session }])

  const transcript = device.follow(session)
  await transcript.reaches(turns, ['completed'])
  const { state } = transcript
  expect(state?.settled.map(({ prompt, agent, state }) => [prompt.by, agent, state])).toEqual(
    Array.from({ length: turns }, () => [null, agent, 'completed']),
  )
  return { session, foreign, transcript }
}
