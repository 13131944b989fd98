import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SEEN_STEP_MS } from '../limits.ts'
import { MIGRATIONS } from '../store/migrations.ts'
import type { Registration, RelayStore } from '../store/store.ts'

/** A database that outlives its connections. */
export interface StoreRig {
  /** Opens it; several at once are several processes. */
  open(steps?: readonly string[]): Promise<RelayStore>
  /** Damages it in a way that makes every method throw. */
  ruin(): Promise<void>
  destroy(): Promise<void>
}

const NOW = Date.UTC(2026, 10, 21)
const [ROOM, OTHER] = ['0a'.repeat(16), '0b'.repeat(16)]
const [HOST, MALLORY, ALICE, BOB, CHARLIE] = ['11', '66', 'a1', 'b0', 'c4'].map((x) => x.repeat(32)) as [
  string,
  string,
  string,
  string,
  string,
]
const registration = (over: Partial<Registration> = {}): Registration => ({
  room: ROOM,
  key: HOST,
  devices: [ALICE, BOB],
  now: NOW,
  mayBeNew: true,
  ...over,
})

/** What every RelayStore does, whatever database is under it. */
export const storeContract = (name: string, makeRig: () => Promise<StoreRig>): void => {
  describe(`store: ${name}`, () => {
    let rig: StoreRig
    let store: RelayStore
    beforeEach(async () => {
      rig = await makeRig()
      store = await rig.open()
    })
    afterEach(async () => {
      await store.close()
      await rig.destroy()
    })
    const admitted = async (room = ROOM, from = store): Promise<boolean[]> =>
      Promise.all([ALICE, BOB, CHARLIE].map((device) => from.admits(room, device)))

    it('is ready once it is open', async () => {
      await expect(store.ready()).resolves.toBeUndefined()
    })

    it('binds a room to the first key that registers it', async () => {
      expect(await store.register(registration())).toBe('new')
      expect(await store.register(registration())).toBe('held')
      expect(await store.register(registration({ key: MALLORY, devices: [MALLORY] }))).toBe('taken')
      expect(await admitted()).toEqual([true, true, false])
      expect(await store.admits(ROOM, MALLORY)).toBe(false)
    })

    it('keeps a room from being new where that is barred, but not one that is known', async () => {
      expect(await store.register(registration({ mayBeNew: false }))).toBe('barred')
      expect(await store.admits(ROOM, ALICE)).toBe(false)
      await store.register(registration())
      expect(await store.register(registration({ mayBeNew: false }))).toBe('held')
    })

    it('keeps rooms apart', async () => {
      await store.register(registration())
      await store.register(registration({ room: OTHER, key: MALLORY, devices: [CHARLIE] }))
      expect(await admitted()).toEqual([true, true, false])
      expect(await admitted(OTHER)).toEqual([false, false, true])
    })

    it('replaces the whole list, at a registration or later', async () => {
      await store.register(registration())
      await store.register(registration({ devices: [BOB, CHARLIE, CHARLIE] }))
      expect(await admitted()).toEqual([false, true, true])
      await store.replaceDevices(ROOM, [ALICE])
      expect(await admitted()).toEqual([true, false, false])
      await store.replaceDevices(ROOM, [])
      expect(await admitted()).toEqual([false, false, false])
    })

    it('has no list for a room that is not registered', async () => {
      await expect(store.replaceDevices(ROOM, [ALICE])).rejects.toMatchObject({ trouble: 'failed' })
      expect(await admitted()).toEqual([false, false, false])
    })

    it('admits nobody by a name made of SQL', async () => {
      await store.register(registration())
      expect(await store.admits(ROOM, "' OR '1'='1")).toBe(false)
      expect(await store.admits(`${ROOM}' --`, ALICE)).toBe(false)
    })

    it('forgets rooms that were not seen for long, with their devices, and no others', async () => {
      await store.register(registration())
      await store.register(registration({ room: OTHER, now: NOW + SEEN_STEP_MS }))
      expect(await store.forget(NOW)).toBe(0)
      expect(await store.forget(NOW + 1)).toBe(1)
      expect(await admitted()).toEqual([false, false, false])
      expect(await admitted(OTHER)).toEqual([true, true, false])
      expect(await store.register(registration({ key: MALLORY }))).toBe('new')
    })

    it('remembers when a room was seen last, to the day', async () => {
      await store.register(registration())
      await store.register(registration({ now: NOW + SEEN_STEP_MS }))
      expect(await store.forget(NOW + SEEN_STEP_MS)).toBe(0)
    })

    it('keeps everything when it is closed and opened again', async () => {
      await store.register(registration())
      const again = await rig.open()
      expect(await admitted(ROOM, again)).toEqual([true, true, false])
      expect(await again.register(registration({ key: MALLORY }))).toBe('taken')
      await again.close()
    })

    it('lets one of two keys win that register a room at the same time', async () => {
      const second = await rig.open()
      const outcomes = await Promise.all([
        store.register(registration()),
        second.register(registration({ key: MALLORY })),
      ])
      expect(outcomes.sort()).toEqual(['new', 'taken'])
      await second.close()
    })

    it('takes each new step once, however many processes start at the same time', async () => {
      const steps = [...MIGRATIONS, 'CREATE TABLE hearth_relay_later (one INTEGER)']
      const opened = await Promise.all([rig.open(steps), rig.open(steps), rig.open(steps)])
      for (const one of opened) await one.ready()
      for (const one of opened) await one.close()
    })

    it('leaves tables alone that a newer relay made, and says so', async () => {
      const newer = await rig.open([...MIGRATIONS, 'CREATE TABLE hearth_relay_later (one INTEGER)'])
      await newer.register(registration())
      await newer.close()
      await expect(rig.open()).rejects.toMatchObject({ trouble: 'newer' })
      expect(await admitted()).toEqual([true, true, false])
    })

    it('undoes a step that fails', async () => {
      const broken = [
        ...MIGRATIONS,
        'CREATE TABLE hearth_relay_half (one INTEGER); SELECT nothing FROM nowhere',
      ]
      await expect(rig.open(broken)).rejects.toMatchObject({ name: 'StoreError' })
      const again = await rig.open([...MIGRATIONS, 'CREATE TABLE hearth_relay_half (one INTEGER)'])
      await again.close()
    })

    it('says what is wrong when the database is gone', async () => {
      await store.register(registration())
      await rig.ruin()
      await expect(store.ready()).rejects.toMatchObject({ name: 'StoreError' })
      await expect(store.admits(ROOM, ALICE)).rejects.toMatchObject({ name: 'StoreError' })
      await expect(store.register(registration())).rejects.toMatchObject({ name: 'StoreError' })
    })
  })
}
