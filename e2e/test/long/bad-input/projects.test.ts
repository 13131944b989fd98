import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { useWorld } from '../../use-world.ts'

const world = useWorld()

const add = async (dir: string): Promise<unknown[]> => {
  const { code, values, err } = await world().hearth.run(['projects', 'add', dir])
  const error = values[0]?.error as { code: string } | undefined
  expect(err).toContain(error?.code ?? 'nothing')
  return [code, error?.code]
}

it('a folder that is missing, no repository, without a commit, or inside a repository is refused by name', async () => {
  const { root } = world().sandbox
  expect(await add(join(root, 'nowhere'))).toEqual([1, 'host.project_missing'])
  mkdirSync(join(root, 'plain'))
  expect(await add(join(root, 'plain'))).toEqual([1, 'host.project_not_git'])
  mkdirSync(join(root, 'empty'))
  execFileSync('git', ['init', '-q', join(root, 'empty')])
  expect(await add(join(root, 'empty'))).toEqual([1, 'host.project_no_commits'])
  mkdirSync(join(world().repository, 'inside'))
  expect(await add(join(world().repository, 'inside'))).toEqual([1, 'host.project_not_git'])
  expect((await world().hearth.ok(['projects'])).map(({ path }) => path)).toEqual([world().repository])
})

it('a device can name allowed folders only, and learns when one is gone', async () => {
  const alice = await world().device('alice')
  const spec = (project: string, place: 'worktree' | 'main' = 'worktree') => ({
    session: alice.link.newId(),
    project,
    agent: 'opencode',
    place,
    title: '',
  })
  const making = (project: string, place?: 'worktree' | 'main') =>
    alice.link.call('new-session', spec(project, place))
  await expect(making('0123456789abcdef')).rejects.toMatchObject({ code: 'host.unknown_project' })
  await expect(
    alice.link.call('new-session', {
      ...spec(''),
      project: alice.link.overview.value.projects[0]?.id ?? '',
      agent: 'nobody',
    }),
  ).rejects.toMatchObject({ code: 'host.unknown_agent' })

  const second = world().sandbox.repository('second')
  const [project] = await world().hearth.ok(['projects', 'add', second])
  renameSync(second, `${second}-moved`)
  for (const place of ['worktree', 'main'] as const)
    await expect(making(String(project?.id), place)).rejects.toMatchObject({ code: 'host.project_missing' })
  symlinkSync(`${second}-moved`, second)
  await expect(making(String(project?.id), 'main')).rejects.toMatchObject({ code: 'host.project_missing' })
  rmSync(second)
  renameSync(`${second}-moved`, second)
  await making(String(project?.id))

  await world().hearth.ok(['projects', 'remove', second])
  await expect(making(String(project?.id))).rejects.toMatchObject({ code: 'host.unknown_project' })
  expect(alice.link.status().connection).toBe('live')
})
