import { mount } from '../app/mount.tsx'
import { watchUpdates } from './update.ts'
import { registerPush } from './workers.ts'

const root = document.getElementById('app')
// While developing there is no worker: it would keep what has just been changed.
if (root) mount('web', root, import.meta.env.PROD ? { update: watchUpdates(), register: registerPush } : {})
