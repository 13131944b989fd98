import { defaultClientConditions } from 'vite'
import solid from 'vite-plugin-solid'
import type { UserConfig } from 'wxt'
import { EXTENSION_KEY } from './extension/manifest-key.ts'
import { trustedTemplates } from './extension/trusted-templates.ts'

/**
 * What WXT is told to build: one side panel that becomes Chrome's side_panel and Firefox's sidebar_action.
 * Nothing is imported by magic (`imports: false`), so that the type check needs no generated files.
 */
export default {
  srcDir: 'extension',
  outDir: 'extension/.output',
  publicDir: 'extension/public',
  imports: false,
  hooks: {
    // What WXT would import by magic it would by mistake, too: a parameter `on` brought all of Solid to a worker.
    'config:resolved': ({ config }) => {
      config.imports.imports = []
      config.imports.presets = []
    },
  },
  manifestVersion: 3,
  manifest: ({ browser }) => ({
    name: 'Hearth',
    description: 'Steer the coding agents that run on your own machine.',
    // `activeTab` and `scripting`: a page is read only when somebody asks about it there.
    permissions: [
      ...['activeTab', 'alarms', 'contextMenus', 'notifications', 'scripting', 'storage'],
      ...(browser === 'firefox' ? [] : ['sidePanel']),
    ],
    // Asked for one by one, within the press that needs it: the list of tabs, and a site in another tab.
    optional_permissions: ['tabs'],
    optional_host_permissions: ['http://*/*', 'https://*/*'],
    // Private windows are not ours to see.
    incognito: 'not_allowed',
    commands: {
      ask: {
        suggested_key: { default: 'Alt+Shift+A' },
        description: 'Ask Hearth about the selection, or about this page',
      },
      _execute_action: { suggested_key: { default: 'Alt+Shift+H' }, description: 'Open Hearth' },
    },
    // The icon opens the panel and carries the badge.
    action: { default_title: 'Hearth' },
    content_security_policy: {
      // Said in full for Firefox: its own default upgrades ws://127.0.0.1 to wss, which no relay on loopback speaks.
      extension_pages: [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        // Relays alone: nothing of the panel fetches.
        'connect-src ws: wss:',
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        'trusted-types hearth-templates',
      ].join('; '),
    },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'hearth@hearth.invalid',
              strict_min_version: '142.0',
              // Known from 142 on. Nothing goes to us; what goes to a person's own host goes sealed.
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : { key: EXTENSION_KEY, minimum_chrome_version: '137' }),
  }),
  vite: () => ({
    plugins: [solid(), trustedTemplates()],
    resolve: { conditions: ['source', ...defaultClientConditions] },
    // Whoever has X25519 keys has these: nothing of the styles needs rewriting.
    build: { target: 'es2023', cssMinify: true, cssTarget: ['chrome137', 'firefox142', 'safari17.5'] },
  }),
} satisfies UserConfig
