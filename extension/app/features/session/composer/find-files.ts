import { HearthError } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import type { HostView } from '../../../state/host-view.ts'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import { fit } from './fuzzy.ts'

/** What the host has found. `files`: paths from the worktree's root, the best first. */
export interface FilesFound {
  readonly files: readonly string[]
  readonly state: 'looking' | 'found' | 'failed'
  readonly error: HearthError | null
}

const NONE: FilesFound = { files: [], state: 'looking', error: null }

/** The letters of a query must all be in the path: what was found for fewer letters may not fit any more. */
const stillFits = (path: string, query: string): boolean =>
  query.split(/\s+/).every((word) => fit(path, word) !== null)

/**
 * Asks the host for files by what is typed (null: nothing is): after a pause in typing, one question at a time, the
 * newest after it. Until its answer is there, what was found before stays as far as it fits. Belongs to the owner
 * around the call.
 */
export const createFileFinder = (
  host: HostView,
  session: string,
  query: Accessor<string | null>,
): Accessor<FilesFound> => {
  const [found, setFound] = createSignal<FilesFound>(NONE)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking = false
  let gone = false

  const ask = async (wanted: string): Promise<void> => {
    asking = true
    try {
      const limit = SESSION_SCREEN_LIMITS.foundFiles.value
      const { files } = await host.actions.call('find-files', { session, query: wanted, limit })
      // A name that hides something can't be told from another.
      const plain = files.filter((path) => visible(path) === path)
      if (!gone && query() !== null) setFound({ files: plain, state: 'found', error: null })
    } catch (error) {
      if (!(error instanceof HearthError)) throw error
      if (!gone) setFound({ files: [], state: 'failed', error })
    } finally {
      asking = false
    }
    const now = query()
    if (!gone && now !== null && now !== wanted) void ask(now)
  }

  createEffect(
    on(query, (now) => {
      clearTimeout(timer)
      if (now === null) return void setFound(NONE)
      if (found().state === 'failed') setFound(NONE)
      timer = setTimeout(() => {
        if (!asking) void ask(now)
      }, SESSION_SCREEN_LIMITS.findPauseMs.value)
    }),
  )
  onCleanup(() => {
    gone = true
    clearTimeout(timer)
  })
  return createMemo(() => {
    const now = query()
    return now === null ? NONE : { ...found(), files: found().files.filter((path) => stillFits(path, now)) }
  })
}
