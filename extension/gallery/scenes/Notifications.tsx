import type { JSX } from 'solid-js'
import NotificationsScreen from '../../app/features/notifications/NotificationsScreen.tsx'
import { ServicesContext } from '../../app/services.ts'
import type { NoticePermission } from '../../app/state/notifier.ts'
import { anId } from '../../app/testing/build.ts'
import { fakeHost } from '../../app/testing/fake-host.ts'
import { fakeNotifier, fakeServices } from '../../app/testing/fake-services.ts'

/** What wakes this device, in each of its states. */
export const NotificationsScene = (props: { on?: boolean; permission: NoticePermission }): JSX.Element => {
  const notifier = fakeNotifier({ on: props.on ?? false, permission: props.permission })
  const attic = fakeHost({ id: anId(2), name: 'attic' })
  const shed = fakeHost({ id: anId(3), name: 'shed', status: { connection: 'waiting' } })
  notifier.setReach(attic.id, { state: 'failed', why: 'no-service' })
  notifier.setReach(shed.id, { state: 'waits' })
  void notifier.wish({ requests: true, turns: false, quiet: { from: 1_320, to: 420, zone: 'Europe/Berlin' } })
  return (
    <ServicesContext.Provider value={fakeServices({ hosts: [fakeHost(), attic, shed], notifier })}>
      <NotificationsScreen />
    </ServicesContext.Provider>
  )
}
