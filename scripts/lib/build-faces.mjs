import { existsSync } from 'node:fs'
import { inRoot } from './paths.mjs'
import { runCaptured } from './run.mjs'
import { Problem, say, since } from './say.mjs'
import { areFacesBuilt, facesKey, markFacesBuilt } from './stamp.mjs'

const wxt = (browser) => [inRoot('node_modules', 'wxt', 'bin', 'wxt.mjs'), 'build', '-b', browser]
/** Arguments for `node` that bundle the web view. */
export const WEB_VIEW_BUILD = [
  inRoot('node_modules', 'vite', 'bin', 'vite.js'),
  'build',
  '-c',
  inRoot('extension', 'web', 'vite.config.ts'),
]

/** The app's faces, and the file that shows that one is there. */
const FACES = [
  { name: 'web view', args: WEB_VIEW_BUILD, made: 'web/index.html' },
  { name: 'extension for Chrome', args: wxt('chrome'), made: 'chrome-mv3/manifest.json' },
  { name: 'extension for Firefox', args: wxt('firefox'), made: 'firefox-mv3/manifest.json' },
]

const made = ({ made }) => existsSync(inRoot('extension', '.output', made))

async function build(face) {
  const { code, output } = await runCaptured(process.execPath, face.args)
  if (code !== 0 || !made(face)) throw new Problem(`building the ${face.name} failed:\n${output.trimEnd()}`)
}

/** Bundles the web view and the extensions if their sources changed since; they need no compiled package. */
export async function ensureFacesBuilt() {
  if (FACES.every(made) && areFacesBuilt()) return
  const start = Date.now()
  const key = facesKey()
  // One after the other for the two of WXT: they share its folder of generated types.
  const [web, chrome, firefox] = FACES
  await Promise.all([build(web), build(chrome).then(() => build(firefox))])
  markFacesBuilt(key)
  say(`built the app in ${since(start)}`)
}
