import { defaultClientConditions } from 'vite'
import type { UserConfig } from 'wxt'
import { EXTENSION_KEY } from './extension/manifest-key.ts'

/**
 * What WXT is told to build: one side panel that becomes Chrome's side_panel and Firefox's sidebar_action.
 * Nothing is imported by magic (`imports: false`), so that the type check needs no generated files.
 */
export default {
  srcDir: 'extension',
  outDir: 'extension/.output',
  modules: ['@wxt-dev/module-solid'],
  imports: false,
  manifestVersion: 3,
  manifest: ({ browser }) => ({
    name: 'Hearth',
    description: 'Steer the coding agents that run on your own machine.',
    permissions: ['storage', 'alarms', ...(browser === 'firefox' ? [] : ['sidePanel'])],
    content_security_policy: {
      // Said in full for Firefox: its own default upgrades ws://127.0.0.1 to wss, which no relay on loopback speaks.
      extension_pages:
        "script-src 'self'; object-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; frame-src 'none'; base-uri 'none'; form-action 'none'",
    },
    ...(browser === 'firefox'
      ? { browser_specific_settings: { gecko: { id: 'hearth@hearth.invalid', strict_min_version: '140.0' } } }
      : { key: EXTENSION_KEY, minimum_chrome_version: '137' }),
  }),
  vite: () => ({
    resolve: { conditions: ['source', ...defaultClientConditions] },
    build: { target: 'es2023', cssMinify: true },
  }),
} satisfies UserConfig
