import type { JSX } from 'solid-js'
import { Announcer } from './Announcer.tsx'
import { ToastRegion } from './Toast.tsx'

/** What every screen may count on: a voice and a place for messages. */
export const Frame = (props: { readonly children: JSX.Element }): JSX.Element => (
  <Announcer>
    <ToastRegion>{props.children}</ToastRegion>
  </Announcer>
)
