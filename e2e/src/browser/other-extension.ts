import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Writes an extension of mallory's, which any person might have beside ours, into a folder; gives the folder. */
export const writeOtherExtension = (parent: string): string => {
  const folder = join(parent, 'other-extension')
  mkdirSync(folder, { recursive: true })
  const manifest = {
    manifest_version: 3,
    name: 'Mallory',
    version: '1',
    background: { service_worker: 'background.js' },
    host_permissions: ['http://127.0.0.1/*'],
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'background.js'), '// Told what to do by the test.\n')
  return folder
}
