import { guarded } from './storage-error.ts'

/** Who of several windows (and the background) of one browser profile is alive. */
export interface Owners {
  /** This window. */
  readonly me: string
  /** Runs alone among all windows, and is told which of them live. */
  exclusively<T>(work: (alive: ReadonlySet<string>) => Promise<T>): Promise<T>
}

const PREFIX = 'hearth window '
const TURN = 'hearth outbox'

/**
 * Windows by Web Locks: each holds one for as long as it lives, however it ends.
 * @throws {HearthError} `device.storage` where the browser gives no locks, as it does where it keeps nothing
 */
export const lockOwners = (locks: LockManager, me: string = crypto.randomUUID()): Promise<Owners> =>
  guarded(async () => {
    await new Promise<void>((resolve, reject) => {
      locks
        .request(PREFIX + me, () => {
          resolve()
          return new Promise<never>(() => undefined)
        })
        .catch(reject)
    })
    return {
      me,
      exclusively: (work) =>
        locks.request(TURN, async () => {
          const { held = [] } = await locks.query()
          const names = held.flatMap(({ name }) =>
            name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : [],
          )
          return work(new Set(names))
        }),
    }
  })
