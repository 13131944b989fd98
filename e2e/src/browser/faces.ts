import { fileURLToPath } from 'node:url'
import { CHROME_EXTENSION_ORIGIN } from '@hearth/shared/transport'

const built = (path: string): string =>
  fileURLToPath(new URL(`../../../extension/.output/${path}`, import.meta.url))

/** What `npm run build` made of the app. */
export const EXTENSION_FOLDER: string = built('chrome-mv3')
export const WEB_FOLDER: string = built('web')

export const PANEL_URL = `${CHROME_EXTENSION_ORIGIN}/sidepanel.html`

/** The extension's id, by which Chromium knows it. */
export const EXTENSION_ID: string = new URL(CHROME_EXTENSION_ORIGIN).hostname

/** What a relay needs to know to serve the web view and to let the panel in. */
export const RELAY_WITH_FACES: NodeJS.ProcessEnv = {
  RELAY_WEB_ROOT: WEB_FOLDER,
  RELAY_ORIGINS: CHROME_EXTENSION_ORIGIN,
}
